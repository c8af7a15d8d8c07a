using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// A tree that would meet a migration that is not written yet is left out as a whole, and so is a tree that waits for it; a half of the way is nothing that anybody asked for. Others go on.
internal static class Unwritten
{
    public static (IReadOnlyList<PlannedStep> Ready, IReadOnlyList<PlannedStep> Held) Part(RevisionGraph graph, DatabaseState state, IReadOnlyList<PlannedStep> steps)
    {
        var held = steps.Where(IsStub).Select(s => s.Migration.Tree).ToHashSet(StringComparer.Ordinal);
        if (held.Count == 0)
        {
            return (steps, []);
        }

        var reached = new ReachedRevisions(graph, graph.Trees.SelectMany(t => t.Migrations).Where(m => state.IsApplied(m.Tree, m.Id)));
        while (steps.FirstOrDefault(s => !held.Contains(s.Migration.Tree) && WaitsFor(s, held, reached)) is { } waiting)
        {
            held.Add(waiting.Migration.Tree);
        }

        return ([.. steps.Where(s => !held.Contains(s.Migration.Tree))], [.. steps.Where(s => held.Contains(s.Migration.Tree))]);
    }

    // One for each that is to be written, with what it holds up.
    public static IReadOnlyList<Finding> Find(IReadOnlyList<PlannedStep> held) => [.. held.Where(IsStub).Select(stub => UnwrittenFindings.Of(stub.Migration, Consequence(held, stub)))];

    private static string Consequence(IReadOnlyList<PlannedStep> held, PlannedStep stub)
    {
        var tree = stub.Migration.Tree;
        var waiting = held.Select(s => s.Migration.Tree).Distinct(StringComparer.Ordinal).Where(t => !held.Any(s => s.Migration.Tree == t && IsStub(s))).ToList();
        var before = held.TakeWhile(s => s != stub).LastOrDefault(s => s.Migration.Tree == tree && !IsStub(s));
        var also = waiting.Count == 0 ? "" : $", nor of {string.Join(", ", waiting.Select(t => $"'{t}'"))}, which depends on what is not written";
        var part = before?.HeadAfter is { } end && held.First(s => s.Migration.Tree == tree && IsStub(s)) == stub ? $" What comes before it can be applied: 'migrations migrate --to {tree}@{end.Id}'." : "";
        return $"Nothing of the tree '{tree}' is done before it is{also}; other trees go on.{part}";
    }

    private static bool IsStub(PlannedStep step) => step is { Direction: MigrationDirection.Up, Migration.IsWritten: false };

    private static bool WaitsFor(PlannedStep step, HashSet<string> held, ReachedRevisions reached) =>
        step.Direction == MigrationDirection.Up && Dependency.Of(step.Migration).Any(need => held.Contains(need.Tree) && !(need.Revision is not null && reached.Contains(need)));
}
