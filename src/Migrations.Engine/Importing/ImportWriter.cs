using System.Globalization;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Importing;

// Stores an import: records, journal and heads in one transaction where the server has them; otherwise the heads last, so that a second import finishes what the first began.
internal sealed class ImportWriter(ICommandChannel channel, StateWriter writer, Journal journal, RunOrigin identity, ChannelInfo server, TimeProvider time)
{
    public Task WriteAsync(ImportPlan plan, Lease lease, CancellationToken cancellationToken) =>
        LockedWrite.RunAsync(channel, server, lease, (session, token) => WriteAllAsync(plan, lease, session, token), cancellationToken);

    private async Task WriteAllAsync(ImportPlan plan, Lease lease, IChannelSession? session, CancellationToken cancellationToken)
    {
        foreach (var imported in plan.Imported)
        {
            var record = Record(imported, lease, session is not null);
            await writer.PutRecordAsync(record.Tree, record.Id, AppliedCodec.Stamped(record, identity), session, cancellationToken).ConfigureAwait(false);
            await journal.AppendAsync(Entry(plan, imported), session, cancellationToken).ConfigureAwait(false);
        }

        foreach (var head in plan.Heads)
        {
            await writer.PutHeadAsync(head.By(identity), session, cancellationToken).ConfigureAwait(false);
        }

        await journal.AppendAsync(journal.NewEntry(JournalEvent.Import, server) with { Transaction = server.SupportsTransactions, Detail = $"{plan.Imported.Count} migration(s) from the log '{plan.Log}' of {plan.Tool}: {string.Join(", ", plan.Heads.Select(h => $"{h.Tree} at {h.Revision ?? "base"}"))}" }, session, cancellationToken).ConfigureAwait(false);
    }

    private AppliedMigration Record(ImportedMigration imported, Lease lease, bool usesTransaction) => new()
    {
        Tree = imported.Migration.Tree,
        Id = imported.Migration.Id,
        Title = imported.Migration.Identity.Title,
        Version = imported.Migration.Identity.Version,
        Checksum = imported.Migration.Checksum,
        Transaction = usesTransaction,
        Token = lease.Token,
        Started = imported.At ?? time.GetUtcNow().UtcDateTime,
    };

    private JournalEntry Entry(ImportPlan plan, ImportedMigration imported) => journal.NewEntry(JournalEvent.Import, server) with
    {
        Tree = imported.Migration.Tree,
        Id = imported.Migration.Id,
        Title = imported.Migration.Identity.Title,
        Detail = imported.Names.Count == 0
            ? "It comes before a barrier that was imported."
            : string.Create(CultureInfo.InvariantCulture, $"Applied by {plan.Tool}{(imported.At is { } at ? $" on {at:yyyy-MM-dd HH:mm:ss} UTC" : "")} as {string.Join(", ", imported.Names.Select(n => $"'{n}'"))}."),
    };
}
