using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Steps;

// Stores a stamp: heads, records and journal in one transaction where the server has them; otherwise the heads last, because they make it count.
internal sealed class StampWriter(ICommandChannel channel, StateWriter writer, RunIdentity identity, ChannelInfo server, TimeProvider time)
{
    public Task WriteAsync(StampPlan plan, Lease lease, CancellationToken cancellationToken) =>
        HeldWrite.RunAsync(channel, server, lease, (session, token) => WriteAllAsync(plan, lease, session, token), cancellationToken);

    private async Task WriteAllAsync(StampPlan plan, Lease lease, IChannelSession? session, CancellationToken cancellationToken)
    {
        foreach (var migration in plan.Applied)
        {
            await writer.PutRecordAsync(migration.Tree, migration.Id, Fields(migration, lease, session is not null), session, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (record, _) in plan.HalfDone)
        {
            await writer.ForgetRangesAsync(record.Tree, record.Id, session, cancellationToken).ConfigureAwait(false);
        }

        foreach (var record in plan.Forgotten)
        {
            var fields = new BsonDocument { { "status", AppliedCodec.StatusText(AppliedStatus.RolledBack) }, { "partial", false }, { "checkpoint", BsonNull.Value }, { "written", BsonNull.Value }, { "stamped", true }, { "token", lease.Token }, { "run", identity.Run } };
            await writer.PutRecordAsync(record.Tree, record.Id, fields, session, cancellationToken).ConfigureAwait(false);
            await writer.ForgetRangesAsync(record.Tree, record.Id, session, cancellationToken).ConfigureAwait(false);
        }

        await writer.AppendAsync(Entry(plan), session, cancellationToken).ConfigureAwait(false);
        foreach (var head in plan.Heads)
        {
            await writer.PutHeadAsync(head with { Run = identity.Run }, session, cancellationToken).ConfigureAwait(false);
        }
    }

    private BsonDocument Fields(MigrationDescriptor migration, Lease lease, bool usesTransaction) => new()
    {
        { "title", migration.Identity.Title },
        { "version", AppliedCodec.OrNull(migration.Identity.Version) },
        { "checksum", migration.Checksum },
        { "status", AppliedCodec.StatusText(AppliedStatus.Done) },
        { "direction", AppliedCodec.DirectionText(MigrationDirection.Up) },
        { "transaction", usesTransaction },
        { "stamped", true },
        { "partial", false },
        { "checkpoint", BsonNull.Value },
        { "written", BsonNull.Value },
        { "error", BsonNull.Value },
        { "token", lease.Token },
        { "run", identity.Run },
        { "by", identity.User },
        { "host", identity.Host },
        { "product", identity.Product },
        { "plugin", identity.Plugin },
        { "started", time.GetUtcNow().UtcDateTime },
    };

    private JournalEntry Entry(StampPlan plan) => identity.Entry(plan.Event, server, time) with
    {
        Transaction = server.SupportsTransactions,
        Detail = $"{string.Join(", ", plan.Heads.Select(h => $"{h.Tree} at {(h.IsUnknown ? "an unknown place" : h.Revision ?? "base")}"))}{string.Concat(plan.HalfDone.Select(h => $"; half done and forgotten: {h.Record.Tree}@{h.Record.Id} '{h.Record.Title}', {h.Done}"))}",
    };
}
