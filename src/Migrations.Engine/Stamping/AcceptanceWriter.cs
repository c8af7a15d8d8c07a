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
            await HeldWrite.RunAsync(channel, server, lease, (session, token) => WriteAsync(migration, record, session, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(MigrationDescriptor migration, AppliedMigration record, IChannelSession? session, CancellationToken cancellationToken)
    {
        await writer.PutRecordAsync(migration.Tree, migration.Id, new BsonDocument("checksum", migration.Checksum), session, cancellationToken).ConfigureAwait(false);
        await writer.AppendAsync(Entry(migration, record), session, cancellationToken).ConfigureAwait(false);
    }

    private JournalEntry Entry(MigrationDescriptor migration, AppliedMigration record) => identity.Entry("accept", server, time) with
    {
        Tree = migration.Tree,
        Id = migration.Id,
        Title = migration.Identity.Title,
        Detail = $"Its change was accepted: checksum {migration.Checksum}, and {record.Checksum} when it ran.",
    };
}
