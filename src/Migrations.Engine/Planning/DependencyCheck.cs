using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.State;
using Migrations.Engine.Trails;

namespace Migrations.Engine.Planning;

// Whether a plan leaves everything that migrations depend on where they need it.
internal static class DependencyCheck
{
    public static void Require(RevisionGraph graph, DatabaseState state, IReadOnlyList<PlannedStep> steps)
    {
        var applied = graph.Trees.SelectMany(t => t.Migrations).Where(m => state.IsApplied(m.Tree, m.Id)).ToHashSet();
        foreach (var step in steps)
        {
            if (step.Direction == MigrationDirection.Up)
            {
                RequireNeeds(graph, state, step.Migration, applied, steps);
                applied.Add(step.Migration);
            }
            else
            {
                applied.Remove(step.Migration);
            }
        }

        RequireNothingLost(graph, state, applied);
    }

    private static void RequireNeeds(RevisionGraph graph, DatabaseState state, MigrationDescriptor migration, HashSet<MigrationDescriptor> applied, IReadOnlyList<PlannedStep> steps)
    {
        foreach (var need in Dependency.Of(migration))
        {
            var isMet = need.Revision is not null
                ? IsReached(graph, need, applied)
                : steps.Any(s => s.Migration.Tree == need.Tree) || !LineEnd.PendingAfter(Trail.Of(graph.Tree(need.Tree), state)).Any();
            if (!isMet)
            {
                throw new MigrationException(
                    MigrationErrorCode.DependencyUnmet,
                    $"Migration {migration.Identity} '{migration.Identity.Title}' depends on '{need}', which {(need.Revision is null ? "has pending migrations" : "is not applied")} and is not part of this plan. Nothing was done. Migrate it first, or all trees together: 'migrations migrate --tree {need.Tree}'.");
            }
        }
    }

    private static void RequireNothingLost(RevisionGraph graph, DatabaseState state, HashSet<MigrationDescriptor> applied)
    {
        foreach (var migration in applied)
        {
            var lost = Dependency.Of(migration).FirstOrDefault(need => need.Revision is not null && !IsReached(graph, need, applied) && WasReached(graph, need, state));
            if (lost is not null)
            {
                throw new MigrationException(
                    MigrationErrorCode.DependencyUnmet,
                    $"Migration {migration.Identity} '{migration.Identity.Title}' is applied and depends on '{lost}', which this plan would roll back. Nothing was done. Roll {migration.Identity} back first, or choose a target that keeps '{lost}'.");
            }
        }
    }

    private static bool IsReached(RevisionGraph graph, Dependency need, HashSet<MigrationDescriptor> applied) =>
        need.Find(graph) is { } revision && applied.Any(m => m.Tree == need.Tree && graph.Tree(m.Tree).TargetOf(m).IsAtOrAfter(revision));

    private static bool WasReached(RevisionGraph graph, Dependency need, DatabaseState state) =>
        IsReached(graph, need, [.. graph.Tree(need.Tree).Migrations.Where(m => state.IsApplied(m.Tree, m.Id))]);
}
