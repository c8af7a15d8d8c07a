using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Model;

namespace Migrations.Engine.Storage.Progress;

// The documents that a migration left behind, one entry each, whichever run failed with it last.
internal sealed class ErrorStore(CollectionCommands commands, StateNames names, RunOrigin identity, TimeProvider time)
{
    private const int WriteSize = 500;
    private static readonly BsonDocument ById = new() { { "_id", 1 } };

    public string Collection => names.Errors;

    public bool IsState(string collection) => names.Owns(collection);

    public Task CreateAsync(CancellationToken cancellationToken) => commands.CreateAsync(names.Errors, cancellationToken);

    public Task<long> CountAsync(MigrationDescriptor migration, CancellationToken cancellationToken) => commands.CountAsync(names.Errors, MigrationKey.Filter(migration), cancellationToken);

    public Task<long> DeleteAsync(MigrationDescriptor migration, CancellationToken cancellationToken) => commands.DeleteAsync(names.Errors, MigrationKey.Filter(migration), null, cancellationToken);

    public async Task<IReadOnlyList<ListedDocument>> ReadFirstAsync(MigrationDescriptor migration, int count, CancellationToken cancellationToken)
    {
        var entries = await commands.FindAllAsync(names.Errors, MigrationKey.Filter(migration), ById, cancellationToken, count).ConfigureAwait(false);
        return [.. entries.Select(e => names.Read(StateKind.Errors, e)).Select(e => new ListedDocument(ReadId(e), e.Text("reason"), e.TextOrNull("path")))];
    }

    // Documents that failed in an earlier run and that this one has not tried again yet.
    public async Task<IReadOnlyList<BsonValue>> ReadOlderAsync(MigrationDescriptor migration, int count, CancellationToken cancellationToken)
    {
        var older = MigrationKey.Filter(migration).Set("run", new BsonDocument("$ne", identity.Run));
        var entries = await commands.FindAllAsync(names.Errors, older, ById, cancellationToken, count).ConfigureAwait(false);
        return [.. entries.Select(e => ReadId(names.Read(StateKind.Errors, e)))];
    }

    // Returns how many are new.
    public async Task<long> PutAsync(MigrationDescriptor migration, string collection, IEnumerable<ErrorEntry> failures, IChannelSession? session, CancellationToken cancellationToken)
    {
        var added = 0L;
        foreach (var part in failures.Chunk(WriteSize))
        {
            added += await commands.PutManyAsync(names.Errors, part.Select(f => ToDocument(migration, collection, f)), session, cancellationToken).ConfigureAwait(false);
        }

        return added;
    }

    // Returns how many there were.
    public async Task<long> ForgetAsync(MigrationDescriptor migration, IEnumerable<BsonValue> ids, IChannelSession? session, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var part in ids.Chunk(WriteSize))
        {
            var filter = new BsonDocument("_id", new BsonDocument("$in", new BsonArray(part.Select(id => Key(migration, id)))));
            deleted += await commands.DeleteAsync(names.Errors, filter, session, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private static BsonValue ReadId(StateDocument entry) => RangeCheckpoint.ReadId(entry.Key("tree", "id", "document"), "document")!;

    private static BsonDocument Key(MigrationDescriptor migration, BsonValue document) => MigrationKey.Of(migration).Set("document", document);

    private BsonDocument ToDocument(MigrationDescriptor migration, string collection, ErrorEntry entry) => new()
    {
        { "_id", Key(migration, entry.Id) },
        { "run", identity.Run },
        { "collection", collection },
        { "code", entry.ServerCode is { } code ? code : BsonNull.Value },
        { "reason", entry.Reason },
        { "path", AppliedCodec.OrNull(entry.Path) },
        { "details", entry.Details ?? (BsonValue)BsonNull.Value },
        { "at", time.GetUtcNow().UtcDateTime },
    };
}

internal sealed record ListedDocument(BsonValue Id, string Reason, string? Path);

// A document that failed. The server's code is null when it was not the server that refused it.
internal sealed record ErrorEntry(BsonValue Id, string Reason)
{
    public int? ServerCode { get; init; }

    public string? Path { get; init; }

    public BsonDocument? Details { get; init; }
}
