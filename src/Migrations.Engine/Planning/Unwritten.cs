using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// A tree whose path has a migration that is not written yet is left out as a whole, and so is a tree that depends on it: nobody asked for half of the path. Other trees are migrated.
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

    // One for each unwritten migration, with what it blocks.
    public static IReadOnlyList<Finding> Find(IReadOnlyList<PlannedStep> held) => [.. held.Where(IsStub).Select(stub => UnwrittenFindings.Of(stub.Migration, Consequence(held, stub)))];

    private static string Consequence(IReadOnlyList<PlannedStep> held, PlannedStep stub)
    {
        var tree = stub.Migration.Tree;
        var waiting = held.Select(s => s.Migration.Tree).Distinct(StringComparer.Ordinal).Where(t => !held.Any(s => s.Migration.Tree == t && IsStub(s))).ToList();
        var before = held.TakeWhile(s => s != stub).LastOrDefault(s => s.Migration.Tree == tree && !IsStub(s));
        var also = waiting.Count == 0 ? "" : $", nor of {string.Join(", ", waiting.Select(t => $"'{t}'"))}, which depends on it";
        var part = before?.HeadAfter is { } end && held.First(s => s.Migration.Tree == tree && IsStub(s)) == stub ? $" What comes before it can be applied: 'migrations migrate --to {tree}@{end.Id}'." : "";
        return $"Nothing of the tree '{tree}' is migrated until it is written{also}; other trees are migrated.{part}";
    }

    private static bool IsStub(PlannedStep step) => step is { Direction: MigrationDirection.Up, Migration.IsWritten: false };

    private static bool WaitsFor(PlannedStep step, HashSet<string> held, ReachedRevisions reached) =>
        step.Direction == MigrationDirection.Up && Dependency.Of(step.Migration).Any(need => held.Contains(need.Tree) && !(need.Revision is not null && reached.Contains(need)));
}

// Findings about migrations that nobody has written yet, or whose way back is not written.
internal static class UnwrittenFindings
{
    public static Finding Of(MigrationDescriptor migration, string consequence) => new(
        MigrationErrorCode.MigrationNotWritten,
        migration,
        $"Migration {migration.Identity} '{migration.Identity.Title}' is not written yet ({migration.File}): {Fact(migration)}. {consequence} {Cure(migration)}");

    // UpAsync only throws.
    public static string Stubs(string members)
    {
        var names = members.Split(", ");
        return $"{(names.Length == 1 ? members : $"{string.Join(", ", names[..^1])} and {names[^1]}")} {(names.Length == 1 ? "does" : "do")} nothing but throw";
    }

    private static string Fact(MigrationDescriptor migration) => migration switch
    {
        { NotWritten: { } up, DownNotWritten: { } down } => Stubs($"{up}, {down}"),
        { NotWritten: { } up } => Stubs(up),
        _ => $"it claims to be reversible, but {Stubs(migration.DownNotWritten!)}",
    };

    private static string Cure(MigrationDescriptor migration) => migration.DownNotWritten is null
        ? "Write it."
        : $"{(migration.NotWritten is null ? "" : "Write it. ")}Write its way back, or remove the interface that promises one.";
}
