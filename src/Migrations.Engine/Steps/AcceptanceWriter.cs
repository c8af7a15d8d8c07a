using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using MongoDB.Bson;

namespace Migrations.Engine.Steps;

// Each record with its journal entry, under the lock. Images stay, because the data stay.
internal sealed class AcceptanceWriter(ICommandChannel channel, StateWriter writer, RunIdentity identity, ChannelInfo server, TimeProvider time)
{
    public async Task WriteAsync(Acceptance acceptance, Lease lease, CancellationToken cancellationToken)
    {
        foreach (var (migration, record) in acceptance.Changes)
        {
            await HeldWrite.RunAsync(channel, server, lease, (session, token) => WriteAsync(migration, record, session, token), cancellationToken).ConfigureAwait(false);
        }

        foreach (var head in acceptance.Unsaid)
        {
            await HeldWrite.RunAsync(channel, server, lease, (session, token) => writer.PutHeadAsync(head with { Run = identity.Run }, session, token), cancellationToken).ConfigureAwait(false);
        }

        foreach (var head in acceptance.TakenOver)
        {
            await HeldWrite.RunAsync(channel, server, lease, (session, token) => WriteAsync(head, session, token), cancellationToken).ConfigureAwait(false);
        }

        foreach (var settled in acceptance.Settled)
        {
            await HeldWrite.RunAsync(channel, server, lease, (session, token) => WriteAsync(settled, lease, session, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(HeadRecord head, IChannelSession? session, CancellationToken cancellationToken)
    {
        await writer.PutHeadAsync(head with { Run = identity.Run }, session, cancellationToken).ConfigureAwait(false);
        var entry = identity.Entry("accept", server, time) with { Tree = head.Tree, Detail = $"The tree was taken over from the plugin '{head.Plugin}'." };
        await writer.AppendAsync(entry, session, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(SettledMigration settled, Lease lease, IChannelSession? session, CancellationToken cancellationToken)
    {
        var (record, isApplied) = (settled.Record, settled.As == SettledAs.Applied);
        var fields = new BsonDocument
        {
            { "status", AppliedCodec.StatusText(isApplied ? AppliedStatus.Done : AppliedStatus.RolledBack) },
            { "direction", AppliedCodec.DirectionText(isApplied ? MigrationDirection.Up : MigrationDirection.Down) },
            { "partial", false },
            { "checkpoint", BsonNull.Value },
            { "written", BsonNull.Value },
            { "lost", BsonNull.Value },
            { "error", BsonNull.Value },
            { "failedDocuments", 0L },
            { "images", false },
            { "finished", time.GetUtcNow().UtcDateTime },
            { "token", lease.Token },
            { "run", identity.Run },
        };
        fields.AddRange(settled.Checksum is { } checksum ? new BsonDocument("checksum", checksum) : []);
        await writer.PutRecordAsync(record.Tree, record.Id, fields, session, cancellationToken).ConfigureAwait(false);
        await writer.ForgetRangesAsync(record.Tree, record.Id, session, cancellationToken).ConfigureAwait(false);
        var head = settled.Head with { Run = identity.Run };
        await writer.PutHeadAsync(head, session, cancellationToken).ConfigureAwait(false);
        await writer.FollowHeadAsync(head, session, cancellationToken).ConfigureAwait(false);
        await writer.AppendAsync(Entry(settled), session, cancellationToken).ConfigureAwait(false);
    }

    private JournalEntry Entry(SettledMigration settled) => identity.Entry("accept", server, time) with
    {
        Tree = settled.Record.Tree,
        Id = settled.Record.Id,
        Title = settled.Record.Title,
        Detail = $"It had not come to its end{(settled.Record.Error is { } error ? $" ({error})" : "")}; its data were put right by hand and are as {(settled.As == SettledAs.Applied ? "after" : "before")} it.",
    };

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
