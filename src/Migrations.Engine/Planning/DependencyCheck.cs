using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// Whether a plan keeps the dependencies of all migrations satisfied.
internal static class DependencyCheck
{
    public static void Require(RevisionGraph graph, DatabaseState state, IReadOnlyList<PlannedStep> steps)
    {
        var applied = graph.Trees.SelectMany(t => t.Migrations).Where(m => state.IsApplied(m.Tree, m.Id)).ToHashSet();
        var before = new ReachedRevisions(graph, applied);
        var planned = steps.Select(s => s.Migration.Tree).ToHashSet(StringComparer.Ordinal);
        ReachedRevisions? reached = null;
        foreach (var step in steps)
        {
            if (step.Direction == MigrationDirection.Up)
            {
                reached ??= new ReachedRevisions(graph, applied);
                RequireNeeds(graph, state, step.Migration, reached, planned);
                applied.Add(step.Migration);
                reached.Add(step.Migration);
            }
            else
            {
                applied.Remove(step.Migration);
                reached = null;
            }
        }

        reached ??= new ReachedRevisions(graph, applied);
        RequireNothingLost(before, applied, reached);
        var lost = steps.Select(s => s.Migration).Where(m => !applied.Contains(m)).ToList();
        if (lost.Count > 0)
        {
            UnknownDependents.Require(graph, state, lost, need => !reached.Contains(need) && before.Contains(need));
        }
    }

    private static void RequireNeeds(RevisionGraph graph, DatabaseState state, MigrationDescriptor migration, ReachedRevisions reached, HashSet<string> planned)
    {
        foreach (var need in Dependency.Of(migration))
        {
            var isMet = need.Revision is not null
                ? reached.Contains(need)
                : planned.Contains(need.Tree) || !DefaultTarget.PendingAfter(Trail.Of(graph.Tree(need.Tree), state)).Any();
            if (!isMet)
            {
                throw MigrationFault.Of(
                    migration,
                    MigrationErrorCode.DependencyUnmet,
                    $"Migration {migration.Identity} '{migration.Identity.Title}' depends on '{need}', which {(need.Revision is null ? "has pending migrations" : "is not applied")} and is not part of this plan. Nothing was done. Migrate it first, or all trees together: 'migrations migrate --tree {need.Tree}'.");
            }
        }
    }

    private static void RequireNothingLost(ReachedRevisions before, HashSet<MigrationDescriptor> applied, ReachedRevisions reached)
    {
        foreach (var migration in applied)
        {
            var lost = Dependency.Of(migration).FirstOrDefault(need => need.Revision is not null && !reached.Contains(need) && before.Contains(need));
            if (lost is not null)
            {
                throw MigrationFault.Of(
                    migration,
                    MigrationErrorCode.DependencyUnmet,
                    $"Migration {migration.Identity} '{migration.Identity.Title}' is applied and depends on '{lost}', which this plan would roll back. Nothing was done. Roll {migration.Identity} back first, or choose a target that keeps '{lost}'.");
            }
        }
    }
}

// The revisions that applied migrations have reached, or passed.
internal sealed class ReachedRevisions
{
    private readonly RevisionGraph _graph;
    private readonly HashSet<Revision> _reached = [];

    public ReachedRevisions(RevisionGraph graph, IEnumerable<MigrationDescriptor> applied)
    {
        _graph = graph;
        foreach (var migration in applied)
        {
            Add(migration);
        }
    }

    public void Add(MigrationDescriptor migration)
    {
        for (var revision = _graph.Tree(migration.Tree).TargetOf(migration); revision is not null && _reached.Add(revision); revision = revision.Parent)
        {
            // If one is already reached, so are all before it.
        }
    }

    public bool Contains(Dependency need) => need.Find(_graph) is { } revision && _reached.Contains(revision);
}
