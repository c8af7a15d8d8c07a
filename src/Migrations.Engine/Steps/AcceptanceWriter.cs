using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Steps;

// Writes each record with its journal entry, under the lock. Images are kept, because the data are unchanged.
internal sealed class AcceptanceWriter(ICommandChannel channel, StateWriter writer, Journal journal, RunOrigin identity, ChannelInfo server, TimeProvider time)
{
    public async Task WriteAsync(Acceptance acceptance, Lease lease, CancellationToken cancellationToken)
    {
        foreach (var (migration, record) in acceptance.Changes)
        {
            await LockedWrite.RunAsync(channel, server, lease, (session, token) => WriteAsync(migration, record, session, token), cancellationToken).ConfigureAwait(false);
        }

        foreach (var head in acceptance.UnknownHeads)
        {
            await LockedWrite.RunAsync(channel, server, lease, (session, token) => writer.PutHeadAsync(head.By(identity), session, token), cancellationToken).ConfigureAwait(false);
        }

        foreach (var head in acceptance.TakenOver)
        {
            await LockedWrite.RunAsync(channel, server, lease, (session, token) => WriteAsync(head, session, token), cancellationToken).ConfigureAwait(false);
        }

        foreach (var settled in acceptance.Settled)
        {
            await LockedWrite.RunAsync(channel, server, lease, (session, token) => WriteAsync(settled, lease, session, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(HeadRecord head, IChannelSession? session, CancellationToken cancellationToken)
    {
        await writer.PutHeadAsync(head.By(identity), session, cancellationToken).ConfigureAwait(false);
        var entry = journal.NewEntry(JournalEvent.Accept, server) with { Tree = head.Tree, Detail = $"The tree was taken over from the plugin '{head.Plugin}'." };
        await journal.AppendAsync(entry, session, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(SettledMigration settled, Lease lease, IChannelSession? session, CancellationToken cancellationToken)
    {
        var (record, status) = (settled.Record, settled.As == SettledAs.Applied ? AppliedStatus.Done : AppliedStatus.RolledBack);
        var fields = AppliedCodec.Settled(status, settled.Checksum, time.GetUtcNow().UtcDateTime, lease.Token, identity);
        await writer.PutRecordAsync(record.Tree, record.Id, fields, session, cancellationToken).ConfigureAwait(false);
        await writer.ForgetRangesAsync(record.Tree, record.Id, session, cancellationToken).ConfigureAwait(false);
        var head = settled.Head.By(identity);
        await writer.PutHeadAsync(head, session, cancellationToken).ConfigureAwait(false);
        await writer.FollowHeadAsync(head, session, cancellationToken).ConfigureAwait(false);
        await journal.AppendAsync(Entry(settled), session, cancellationToken).ConfigureAwait(false);
    }

    private JournalEntry Entry(SettledMigration settled) => journal.NewEntry(JournalEvent.Accept, server) with
    {
        Tree = settled.Record.Tree,
        Id = settled.Record.Id,
        Title = settled.Record.Title,
        Detail = $"It had not finished{(settled.Record.Error is { } error ? $" ({error})" : "")}; its data were corrected by hand and are as {(settled.As == SettledAs.Applied ? "after" : "before")} it.",
    };

    private async Task WriteAsync(MigrationDescriptor migration, AppliedMigration record, IChannelSession? session, CancellationToken cancellationToken)
    {
        await writer.PutRecordAsync(migration.Tree, migration.Id, AppliedCodec.Accepted(migration.Checksum), session, cancellationToken).ConfigureAwait(false);
        await journal.AppendAsync(Entry(migration, record), session, cancellationToken).ConfigureAwait(false);
    }

    private JournalEntry Entry(MigrationDescriptor migration, AppliedMigration record) => journal.NewEntry(JournalEvent.Accept, server) with
    {
        Tree = migration.Tree,
        Id = migration.Id,
        Title = migration.Identity.Title,
        Detail = $"Its change was accepted: checksum {migration.Checksum}, and {record.Checksum} when it ran.",
    };
}
