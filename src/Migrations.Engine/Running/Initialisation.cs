using Migrations.Bson;
using Migrations.Channel;
using Migrations.Engine.Commands;
using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.Locking;
using Migrations.Engine.State;

namespace Migrations.Engine.Running;

// Writes where the data of a database stand: a head for every tree, and a record for every migration that counts as applied.
internal sealed class Initialisation(ICommandChannel channel, SchemaReader schema, StateWriter writer, StateNames names, RunIdentity identity, ChannelInfo server, TimeProvider time)
{
    public async Task RunAsync(RevisionGraph graph, DatabaseState state, Lease lease, string? at, bool isForced, CancellationToken cancellationToken)
    {
        if (state.IsInitialised && !isForced)
        {
            throw new MigrationException(
                MigrationErrorCode.AlreadyInitialised,
                $"The database '{schema.Database}' is initialised already: {string.Join(", ", state.Heads.Select(h => $"{h.Tree} at {h.Revision ?? "base"}"))}. Setting it anew would forget what is known, so nothing was done. Use '--force' if that is meant; it is journaled.");
        }

        if (at is null && await FirstDataCollectionAsync(cancellationToken).ConfigureAwait(false) is { } collection)
        {
            throw new MigrationException(
                MigrationErrorCode.PositionNeeded,
                $"The database '{schema.Database}' has data (collection '{collection}'), and where they stand is never guessed. Nothing was done. Say it: 'init --at base' if no migration has been applied to them, 'init --at head' if all have, or '--at ID'.");
        }

        var positions = InitialPositions.Resolve(graph, state, at ?? "base");
        if (server.SupportsTransactions)
        {
            var session = channel.StartSession();
            await using (session.ConfigureAwait(false))
            {
                await session.WithTransactionAsync(token => WriteAsync(graph, positions, lease, isForced && state.IsInitialised, session, token), cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            await WriteAsync(graph, positions, lease, isForced && state.IsInitialised, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> FirstDataCollectionAsync(CancellationToken cancellationToken)
    {
        var collections = await schema.ListCollectionsAsync(cancellationToken).ConfigureAwait(false);
        return collections.Select(c => c["name"].AsString).Where(n => !names.Owns(n) && !n.StartsWith("system.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private async Task<bool> WriteAsync(RevisionGraph graph, IReadOnlyDictionary<string, int> positions, Lease lease, bool isAgain, IChannelSession? session, CancellationToken cancellationToken)
    {
        foreach (var (name, position) in positions)
        {
            var tree = graph.Tree(name);
            for (var i = 0; i < tree.Migrations.Count; i++)
            {
                await WriteRecordAsync(tree.Migrations[i], i <= position, isAgain, lease, session, cancellationToken).ConfigureAwait(false);
            }

            var head = position < 0 ? null : tree.Migrations[position];
            await writer.PutHeadAsync(new HeadRecord { Tree = name, Revision = head?.Id, Version = head?.Identity.Version, Run = identity.Run }, session, cancellationToken).ConfigureAwait(false);
        }

        await writer.AppendAsync(Entry(graph, positions, isAgain), session, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task WriteRecordAsync(MigrationDescriptor migration, bool isApplied, bool isAgain, Lease lease, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (!isApplied && !isAgain)
        {
            return;
        }

        var fields = new BsonDocument
        {
            { "title", migration.Identity.Title },
            { "version", AppliedCodec.OrNull(migration.Identity.Version) },
            { "checksum", migration.Checksum },
            { "status", AppliedCodec.StatusText(isApplied ? AppliedStatus.Done : AppliedStatus.RolledBack) },
            { "direction", AppliedCodec.DirectionText(MigrationDirection.Up) },
            { "transaction", session is not null },
            { "stamped", true },
            { "partial", false },
            { "checkpoint", BsonNull.Value },
            { "token", lease.Token },
            { "run", identity.Run },
            { "by", identity.User },
            { "host", identity.Host },
            { "product", identity.Product },
            { "started", time.GetUtcNow().UtcDateTime },
        };
        await writer.PutRecordAsync(migration.Tree, migration.Id, fields, session, cancellationToken).ConfigureAwait(false);
    }

    private JournalEntry Entry(RevisionGraph graph, IReadOnlyDictionary<string, int> positions, bool isAgain) => new()
    {
        At = time.GetUtcNow().UtcDateTime,
        Event = isAgain ? "force" : "initialise",
        Who = identity.User,
        Host = identity.Host,
        Product = identity.Product,
        Server = server.ServerVersion,
        Run = identity.Run,
        Transaction = server.SupportsTransactions,
        Detail = string.Join(", ", positions.Select(p => $"{p.Key} at {(p.Value < 0 ? "base" : graph.Tree(p.Key).Migrations[p.Value].Id)}")),
    };
}
