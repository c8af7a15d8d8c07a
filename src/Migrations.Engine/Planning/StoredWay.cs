using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// The way back of a tree whose newest migrations, or some of them, the plugin does not have.
internal static class StoredWay
{
    // The revision, or base, to which all that is missing can be rolled back; null if that is not known to work.
    public static string? Below(Trail trail)
    {
        var missing = trail.Missing;
        if (!missing.All(r => r is { IsApplied: true, Place: not null } && (r.HasWayBack || r.HasImages) && IsConnected(trail, r)))
        {
            return null;
        }

        return missing.Where(r => IsKnown(trail, r.Place!.Parent)).ToList() is [{ Place.Parent: var below }] && Above(trail, below).All(m => m.IsReversible || Reversibility.IsFromImages(m, trail.RecordOf(m))) ? below : null;
    }

    // What stays below something of the plugin that stays would be skipped: the rollback says that it leads to a place, and the database is not there.
    public static void Require(RevisionGraph graph, DatabaseState state, IEnumerable<string> trees, IReadOnlyList<PlannedStep> steps)
    {
        var undone = steps.Where(s => s.Direction == MigrationDirection.Down).Select(s => s.Migration).ToHashSet();
        foreach (var trail in trees.Select(tree => Trail.Of(graph.Tree(tree), state)))
        {
            var kept = trail.Applied.Where(m => !undone.Contains(m)).ToList();
            var skipped = kept.Take(kept.FindLastIndex(m => m.StoredBody is null) + 1).FirstOrDefault(m => m.StoredBody is not null);
            if (skipped is not null)
            {
                var record = trail.RecordOf(skipped)!;
                Consistency.ThrowOnFaults([HistoryFindings.Missing(record, record.HasWayBack || record.HasImages ? skipped.Parent : null)]);
            }
        }
    }

    private static bool IsConnected(Trail trail, AppliedMigration record) => IsKnown(trail, record.Place!.Parent) || trail.Missing.Any(r => r.Id == record.Place.Parent && r != record);

    private static bool IsKnown(Trail trail, string revision) => revision == RevisionName.Base || (trail.Tree.Find(revision) is { } known && trail.Passed(known));

    private static IEnumerable<MigrationDescriptor> Above(Trail trail, string below) => trail.Applied.Skip(trail.Applied.ToList().FindIndex(m => trail.Tree.TargetOf(m).Id == below) + 1);
}
