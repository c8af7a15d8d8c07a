using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Steps;

// Stores a stamp: heads, records and journal in one transaction where the server has them; otherwise the heads last, because they make it count.
internal sealed class StampWriter(ICommandChannel channel, StateWriter writer, Journal journal, RunOrigin identity, ChannelInfo server, TimeProvider time)
{
    public Task WriteAsync(StampPlan plan, Lease lease, CancellationToken cancellationToken) =>
        LockedWrite.RunAsync(channel, server, lease, (session, token) => WriteAllAsync(plan, lease, session, token), cancellationToken);

    private async Task WriteAllAsync(StampPlan plan, Lease lease, IChannelSession? session, CancellationToken cancellationToken)
    {
        foreach (var migration in plan.Applied)
        {
            await writer.PutRecordAsync(migration.Tree, migration.Id, AppliedCodec.Stamped(Stamped(migration, lease, session is not null), identity), session, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (record, _) in plan.HalfDone)
        {
            await writer.ForgetRangesAsync(record.Tree, record.Id, session, cancellationToken).ConfigureAwait(false);
        }

        foreach (var record in plan.Forgotten)
        {
            await writer.PutRecordAsync(record.Tree, record.Id, AppliedCodec.StampedAway(lease.Token, identity), session, cancellationToken).ConfigureAwait(false);
            await writer.ForgetRangesAsync(record.Tree, record.Id, session, cancellationToken).ConfigureAwait(false);
        }

        await journal.AppendAsync(Entry(plan), session, cancellationToken).ConfigureAwait(false);
        foreach (var head in plan.Heads)
        {
            await writer.PutHeadAsync(head.By(identity), session, cancellationToken).ConfigureAwait(false);
        }
    }

    private AppliedMigration Stamped(MigrationDescriptor migration, Lease lease, bool usesTransaction) => new()
    {
        Tree = migration.Tree,
        Id = migration.Id,
        Title = migration.Identity.Title,
        Version = migration.Identity.Version,
        Checksum = migration.Checksum,
        Transaction = usesTransaction,
        Token = lease.Token,
        Started = time.GetUtcNow().UtcDateTime,
    };

    private JournalEntry Entry(StampPlan plan) => journal.NewEntry(plan.Event, server) with
    {
        Transaction = server.SupportsTransactions,
        Detail = $"{string.Join(", ", plan.Heads.Select(h => $"{h.Tree} at {(h.IsUnknown ? "an unknown place" : h.Revision ?? "base")}"))}{string.Concat(plan.HalfDone.Select(h => $"; half done and forgotten: {h.Record.Tree}@{h.Record.Id} '{h.Record.Title}', {h.Done}"))}",
    };
}
