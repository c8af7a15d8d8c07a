using Migrations.Engine.Database;
using Migrations.Engine.Discovery;
using Migrations.Engine.Locking;
using Migrations.Engine.State;
using MongoDB.Bson;

namespace Migrations.Engine.Stamping;

// Each record with its journal entry, under the lock. Images stay, because the data stay.
internal sealed class AcceptanceWriter(ICommandChannel channel, StateWriter writer, RunIdentity identity, ChannelInfo server, TimeProvider time)
{
    public async Task WriteAsync(Acceptance acceptance, Lease lease, CancellationToken cancellationToken)
    {
        foreach (var (migration, record) in acceptance.Changes)
        {
            if (!server.SupportsTransactions)
            {
                lease.Confirm();
                await WriteAsync(migration, record, null, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var session = channel.StartSession();
            await using (session.ConfigureAwait(false))
            {
                await session.WithTransactionAsync(
                    async token =>
                    {
                        await lease.HoldAsync(session, token).ConfigureAwait(false);
                        return await WriteAsync(migration, record, session, token).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> WriteAsync(MigrationDescriptor migration, AppliedMigration record, IChannelSession? session, CancellationToken cancellationToken)
    {
        await writer.PutRecordAsync(migration.Tree, migration.Id, new BsonDocument("checksum", migration.Checksum), session, cancellationToken).ConfigureAwait(false);
        await writer.AppendAsync(Entry(migration, record), session, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private JournalEntry Entry(MigrationDescriptor migration, AppliedMigration record) => new()
    {
        At = time.GetUtcNow().UtcDateTime,
        Event = "accept",
        Tree = migration.Tree,
        Id = migration.Id,
        Title = migration.Identity.Title,
        Who = identity.User,
        Host = identity.Host,
        Product = identity.Product,
        Server = server.ServerVersion,
        Run = identity.Run,
        Detail = $"Its change was accepted: checksum {migration.Checksum}, and {record.Checksum} when it ran.",
    };
}
