using Migrations.Engine.Graph;
using Migrations.Engine.Naming;

namespace Migrations.Engine.Planning;

// Puts the steps of several trees into one order: each tree's own order is kept, what a migration depends on comes before it, and otherwise the older id goes first.
internal static class DependencyOrder
{
    public static IReadOnlyList<PlannedStep> Upward(RevisionGraph graph, IEnumerable<IReadOnlyList<PlannedStep>> trees)
    {
        var queues = trees.Where(t => t.Count > 0).Select(t => new Queue<PlannedStep>(t)).ToList();
        var ordered = new List<PlannedStep>();
        while (queues.Count > 0)
        {
            var next = queues.Where(q => IsReady(graph, q.Peek(), queues)).MinBy(q => (q.Peek().Migration.Id, q.Peek().Migration.Tree), StepComparer.Instance) ?? throw Stuck(queues);
            ordered.Add(next.Dequeue());
            queues.RemoveAll(q => q.Count == 0);
        }

        return ordered;
    }

    // The same order, taken from its end.
    public static IReadOnlyList<PlannedStep> Downward(RevisionGraph graph, IEnumerable<IReadOnlyList<PlannedStep>> trees) =>
        [.. Upward(graph, trees.Select(t => (IReadOnlyList<PlannedStep>)[.. t.Reverse()])).Reverse()];

    private static bool IsReady(RevisionGraph graph, PlannedStep step, List<Queue<PlannedStep>> queues) =>
        Dependency.Of(step.Migration).All(need => !queues.Any(q => q.Peek().Migration.Tree == need.Tree && (need.Revision is null || Leads(q, need.Find(graph)))));

    // Whether a revision is still to be reached by the steps that wait.
    private static bool Leads(Queue<PlannedStep> queue, Revision? revision) => queue.Any(s => s.HeadAfter == revision || s.Migration.Id == revision?.Id);

    private static MigrationException Stuck(List<Queue<PlannedStep>> queues) => new(
        MigrationErrorCode.DependencyUnmet,
        $"These migrations wait for each other: {string.Join(", ", queues.Select(q => $"{q.Peek().Migration.Identity} for {string.Join(" and ", q.Peek().Migration.DependsOn)} ({q.Peek().Migration.Place})"))}. Nothing was done. Take one of the dependencies away.");

    private sealed class StepComparer : IComparer<(string Id, string Tree)>
    {
        public static StepComparer Instance { get; } = new();

        public int Compare((string Id, string Tree) x, (string Id, string Tree) y)
        {
            var order = RevisionId.Comparer.Compare(x.Id, y.Id);
            return order != 0 ? order : string.CompareOrdinal(x.Tree, y.Tree);
        }
    }
}
