using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;

namespace Migrations.Host.Output;

// The revisions of a plugin, tree by tree and newest first, or its one-shots.
internal sealed record HistoryReport(IReadOnlyList<HistoryTree> Trees, bool IsDetailed)
{
    public static HistoryReport Create(RevisionGraph graph, string? tree, bool oneShots) =>
        new([.. GraphSelection.Trees(graph, tree).Select(t => new HistoryTree(t.Name, [.. Steps(t, oneShots)]))], IsDetailed: false);

    public static HistoryReport Create(RevisionGraph graph, string? tree, bool oneShots, StatusReport status, IReadOnlyList<JournalEntry> journal)
    {
        var entries = journal.Where(e => e.Event is JournalEvent.Upgrade or JournalEvent.Rollback).ToLookup(e => (e.Tree, e.Id, e.Run));
        var trees = Create(graph, tree, oneShots).Trees.Select(t => Detail(t, status.Trees.FirstOrDefault(s => s.Name == t.Name), entries));
        return new HistoryReport([.. trees], IsDetailed: true);
    }

    private static IEnumerable<HistoryStep> Steps(RevisionTree tree, bool oneShots) => oneShots
        ? tree.OneShots.Select(o => new HistoryStep(o.Migration, o.From, o.To))
        : tree.Revisions.Reverse().Select(r => new HistoryStep(r.Migration, r.Parent, r) { IsHead = tree.IsHead(r) });

    private static HistoryTree Detail(HistoryTree tree, TreeStatus? status, ILookup<(string?, string?, string), JournalEntry> entries)
    {
        if (status is null)
        {
            return tree;
        }

        var known = status.Migrations.Where(m => m.Migration is not null).ToDictionary(m => m.Id, StringComparer.Ordinal);
        return tree with { Head = status.Head ?? "", Steps = [.. tree.Steps.Select(s => Detail(s, known.GetValueOrDefault(s.Migration.Id), status.Head, entries))] };
    }

    // The entry of the run that wrote the record; a record without one was stamped, or its run did not finish.
    private static HistoryStep Detail(HistoryStep step, MigrationStatus? status, string? head, ILookup<(string?, string?, string), JournalEntry> entries) => step with
    {
        IsCurrent = !step.IsOneShot && step.To.Id == head,
        Status = status,
        Entry = status?.Record is { IsStamped: false } record ? entries[(record.Tree, record.Id, record.Run)].FirstOrDefault() : null,
    };
}

// Head is where the database stands: null when no database was asked, empty for base.
internal sealed record HistoryTree(string Name, IReadOnlyList<HistoryStep> Steps, string? Head = null);
