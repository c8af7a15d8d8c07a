using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// Migrations that are applied, and that the plugin does not have, may depend on what a plan rolls back.
internal static class UnknownDependents
{
    // 'lost' are the migrations that are rolled back.
    public static void Require(RevisionGraph graph, DatabaseState state, IReadOnlyList<MigrationDescriptor> lost, Func<Dependency, bool> isLost)
    {
        var gone = lost.Select(m => (m.Tree, m.Id)).ToHashSet();
        foreach (var record in state.Records.Where(r => (r.IsApplied || r.HasChangedData) && graph.Tree(r.Tree).FindMigration(r.Id) is null or { StoredBody: not null } && !gone.Contains((r.Tree, r.Id))))
        {
            if (record.Place is { } place)
            {
                RequireNeeds(graph, record, [.. place.DependsOn.Select(Dependency.Parse)], lost, isLost);
            }
            else if (Trail.Of(graph.Tree(record.Tree), state).Missing.Contains(record) && lost.FirstOrDefault(m => m.StoredBody is not null && m.Tree != record.Tree) is { } migration)
            {
                throw Refusal(record, $"what it depends on is not recorded, so it may depend on {migration.Identity}, which the plugin does not have either and which this plan would roll back. Nothing was done. Roll back with the plugin that has them.");
            }
        }
    }

    // What no revision is named, or more than one, may be among those that go.
    private static void RequireNeeds(RevisionGraph graph, AppliedMigration record, List<Dependency> needs, IReadOnlyList<MigrationDescriptor> lost, Func<Dependency, bool> isLost)
    {
        if (needs.Find(n => n.Revision is not null && (isLost(n) || (n.Find(graph) is null && lost.Any(m => m.Tree == n.Tree)))) is { } need)
        {
            throw Refusal(record, $"it depends on '{need}', which this plan would roll back. Nothing was done. Roll {record.Tree}@{record.Id} back first, with the plugin that has it, or choose a target that keeps '{need}'.");
        }
    }

    private static MigrationException Refusal(AppliedMigration record, string because) =>
        new(MigrationErrorCode.DependencyUnmet, $"Migration {record.Tree}@{record.Id} '{record.Title}' is applied, the plugin does not have it, and {because}");
}
