using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// Puts the steps of several trees into one order: each tree's own order is kept, what a migration depends on comes before it, and otherwise the older id goes first.
internal sealed class DependencyOrder
{
    private readonly RevisionGraph _graph;
    private readonly Dictionary<string, Queue<PlannedStep>> _open;
    private readonly PriorityQueue<Queue<PlannedStep>, PlannedStep> _ready = new(Comparer<PlannedStep>.Create(Compare));
    private readonly List<Queue<PlannedStep>> _waiting = [];

    private DependencyOrder(RevisionGraph graph, IEnumerable<IReadOnlyList<PlannedStep>> trees)
    {
        _graph = graph;
        _open = trees.Where(t => t.Count > 0).ToDictionary(t => t[0].Migration.Tree, t => new Queue<PlannedStep>(t), StringComparer.Ordinal);
    }

    public static IReadOnlyList<PlannedStep> Upward(RevisionGraph graph, IEnumerable<IReadOnlyList<PlannedStep>> trees) => new DependencyOrder(graph, trees).Run();

    // The same order, taken from its end.
    public static IReadOnlyList<PlannedStep> Downward(RevisionGraph graph, IEnumerable<IReadOnlyList<PlannedStep>> trees) =>
        [.. Upward(graph, trees.Select(t => (IReadOnlyList<PlannedStep>)[.. t.Reverse()])).Reverse()];

    private List<PlannedStep> Run()
    {
        var ordered = new List<PlannedStep>();
        _waiting.AddRange(_open.Values);
        while (_open.Count > 0)
        {
            ReleaseWaiting();
            var queue = _ready.Count > 0 ? _ready.Dequeue() : throw Stuck();
            ordered.Add(queue.Dequeue());
            if (queue.Count > 0)
            {
                _waiting.Add(queue);
            }
            else
            {
                _open.Remove(ordered[^1].Migration.Tree);
            }
        }

        return ordered;
    }

    // What is ready stays so, because steps are only taken away.
    private void ReleaseWaiting()
    {
        foreach (var queue in _waiting.Where(q => IsReady(q.Peek())).ToList())
        {
            _waiting.Remove(queue);
            _ready.Enqueue(queue, queue.Peek());
        }
    }

    private bool IsReady(PlannedStep step) =>
        Dependency.Of(step.Migration).All(need => !_open.TryGetValue(need.Tree, out var queue) || (need.Revision is not null && !Leads(queue, need.Find(_graph))));

    // Whether a revision is still to be reached by the steps that wait.
    private static bool Leads(Queue<PlannedStep> queue, Revision? revision) => queue.Any(s => s.HeadAfter == revision || s.Migration.Id == revision?.Id);

    private MigrationException Stuck() => new(
        MigrationErrorCode.DependencyUnmet,
        $"These migrations wait for each other: {string.Join(", ", _waiting.Select(q => $"{q.Peek().Migration.Identity} for {string.Join(" and ", q.Peek().Migration.DependsOn)} ({q.Peek().Migration.Place})"))}. Nothing was done. Take one of the dependencies away.");

    private static int Compare(PlannedStep one, PlannedStep other)
    {
        var order = RevisionId.Comparer.Compare(one.Migration.Id, other.Migration.Id);
        return order != 0 ? order : string.CompareOrdinal(one.Migration.Tree, other.Migration.Tree);
    }
}
