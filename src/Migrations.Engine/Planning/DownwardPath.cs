using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.State;

namespace Migrations.Engine.Planning;

internal static class DownwardPath
{
    public static IReadOnlyList<PlannedStep> Find(RevisionGraph graph, DatabaseState state, Target target)
    {
        var applied = target.Trees
            .SelectMany(tree => Applied(graph.Tree(tree), state, target.Position))
            .OrderByDescending(m => m.Id, StringComparer.Ordinal)
            .ThenByDescending(m => m.Tree, StringComparer.Ordinal)
            .Take(target.Distance ?? int.MaxValue)
            .ToList();
        RefuseHalfMigrated(graph, state, target);
        RefuseIrreversible(applied);
        return [.. applied.Select(migration => Step(graph, state, migration))];
    }

    private static IEnumerable<MigrationDescriptor> Applied(RevisionTree tree, DatabaseState state, int? position) =>
        tree.Migrations.Skip((position ?? -1) + 1).Where(m => state.IsApplied(m.Tree, m.Id));

    private static void RefuseHalfMigrated(RevisionGraph graph, DatabaseState state, Target target)
    {
        var half = target.Trees.SelectMany(t => graph.Tree(t).Migrations)
            .FirstOrDefault(m => state.Find(m.Tree, m.Id) is { Direction: MigrationDirection.Up, IsUnfinished: true, IsPartial: true });
        if (half is not null)
        {
            throw new MigrationException(
                MigrationErrorCode.InterruptedRun,
                $"Migration {half.Identity} '{half.Identity.Title}' did not come to its end, so its data are half old and half new. Rolling back from there is not possible. Finish it first: 'migrations migrate --to {half.Tree}@{half.Id}'.");
        }
    }

    private static void RefuseIrreversible(IReadOnlyList<MigrationDescriptor> applied)
    {
        var irreversible = applied.Where(m => !m.IsReversible).Select(m => $"{m.Identity} '{m.Identity.Title}' ({m.File})").ToList();
        if (irreversible.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.Irreversible,
                $"{irreversible.Count} migration(s) on the way back cannot be rolled back: {string.Join(", ", irreversible)}. Nothing was done. Choose a target after them, or implement IReversible and release that first.");
        }
    }

    private static PlannedStep Step(RevisionGraph graph, DatabaseState state, MigrationDescriptor migration) => new()
    {
        Migration = migration,
        Direction = MigrationDirection.Down,
        HeadAfter = graph.Tree(migration.Tree).Before(migration),
        IsResumed = state.Find(migration.Tree, migration.Id)?.IsUnfinished == true,
    };
}
