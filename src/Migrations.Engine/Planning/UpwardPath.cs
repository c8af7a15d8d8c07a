using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.State;

namespace Migrations.Engine.Planning;

internal static class UpwardPath
{
    public static IReadOnlyList<PlannedStep> Find(RevisionGraph graph, DatabaseState state, Target target)
    {
        var pending = target.Trees
            .SelectMany(tree => Pending(graph.Tree(tree), state, target.Position))
            .OrderBy(m => m.Id, StringComparer.Ordinal)
            .ThenBy(m => m.Tree, StringComparer.Ordinal)
            .Take(target.Distance ?? int.MaxValue);
        return [.. pending.Select(migration => Step(migration, state))];
    }

    private static IEnumerable<MigrationDescriptor> Pending(RevisionTree tree, DatabaseState state, int? position)
    {
        RefuseToGoBack(tree, state, position);
        var last = position ?? tree.Migrations.Count - 1;
        return tree.Migrations.Take(last + 1).Where(m => !state.IsApplied(m.Tree, m.Id)).Concat(tree.Migrations.Where(m => IsHalfRolledBack(state, m)));
    }

    private static void RefuseToGoBack(RevisionTree tree, DatabaseState state, int? position)
    {
        var head = tree.PositionOf(state.NewestApplied(tree.Name)?.Id);
        if (position < head)
        {
            throw new MigrationException(
                MigrationErrorCode.TargetIsBehind,
                $"The tree '{tree.Name}' stands at {tree.Migrations[head].Id}, after the target. Migrating goes upward only, so nothing was done. Use 'migrations rollback --to' to go back.");
        }
    }

    private static PlannedStep Step(MigrationDescriptor migration, DatabaseState state)
    {
        if (IsHalfRolledBack(state, migration))
        {
            throw new MigrationException(
                MigrationErrorCode.InterruptedRun,
                $"The rollback of {migration.Identity} '{migration.Identity.Title}' did not come to its end, so its data are half old and half new. Going upward from there is not possible. Finish it: 'migrations rollback --distance 1 --tree {migration.Tree}'.");
        }

        return new PlannedStep
        {
            Migration = migration,
            Direction = MigrationDirection.Up,
            HeadAfter = migration,
            IsResumed = state.Find(migration.Tree, migration.Id)?.IsUnfinished == true,
        };
    }

    private static bool IsHalfRolledBack(DatabaseState state, MigrationDescriptor migration) =>
        state.Find(migration.Tree, migration.Id) is { Direction: MigrationDirection.Down, IsUnfinished: true, IsPartial: true };
}
