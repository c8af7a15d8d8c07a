using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Shared;

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

// One way of the graph: what leads to a revision, or a one-shot. Status and Entry are what a database remembers of it, if one was asked.
internal sealed record HistoryStep(MigrationDescriptor Migration, Revision? From, Revision To)
{
    public bool IsOneShot => Migration.OneShot is not null;

    public bool IsHead { get; init; }

    public bool IsCurrent { get; init; }

    public MigrationStatus? Status { get; init; }

    public JournalEntry? Entry { get; init; }

    public IEnumerable<string> Marks
    {
        get
        {
            (bool IsSet, string Text)[] marks =
            [
                (IsOneShot, $"one-shot {Migration.OneShot}"),
                (!IsOneShot && To.IsBranchpoint, "branchpoint"),
                (IsHead, "head"),
                (Migration.IsBarrier, "barrier"),
                (IsCurrent, "current"),
            ];
            return marks.Where(m => m.IsSet).Select(m => m.Text);
        }
    }
}

internal static class GraphSelection
{
    // All trees, or the requested one.
    public static IEnumerable<RevisionTree> Trees(RevisionGraph graph, string? tree)
    {
        if (tree is null)
        {
            return graph.Trees;
        }

        var names = graph.Trees.Select(t => t.Name).ToList();
        var known = string.Join(", ", names);
        return graph.Contains(tree)
            ? [graph.Tree(tree)]
            : throw new MigrationException(MigrationErrorCode.UnknownTree, $"The plugin has no tree '{tree}'. Nothing is shown.{Spelling.Question(tree, names)} Known trees: {(known.Length == 0 ? "none" : known)}.");
    }
}
