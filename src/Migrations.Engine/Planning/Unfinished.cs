using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// The ways out of an unfinished migration that knows where to continue.
internal static class Unfinished
{
    // Null for one that the plugin does not have: no run can finish it.
    public static string WaysOut(Trail trail, MigrationDescriptor? migration, AppliedMigration record) => string.Join(" ", Ways(trail, migration, record));

    private static IEnumerable<string> Ways(Trail trail, MigrationDescriptor? migration, AppliedMigration record)
    {
        var name = $"{record.Tree}@{record.Id}";
        if (migration is null)
        {
            yield return $"The plugin does not have it, so no run can finish it. Restore the file; or, if you have restored its data by hand: 'migrations accept {name} --as notApplied'.";
        }
        else if (record.Direction == MigrationDirection.Up)
        {
            if (RunCommands.IsAhead(trail, migration))
            {
                yield return $"Run '{RunCommands.Upward(trail, migration)}' to finish it.";
            }
            else if (record.HasChangedData)
            {
                yield return $"No path leads to it any more from where the tree stands. {RunCommands.Settle(trail, migration)}";
            }

            if (record.IsHalfDone && (Reversibility.IsFromImages(migration, record) || (migration.IsReversible && record.Checkpoint is not null)))
            {
                yield return $"Or roll back what is done: '{RunCommands.Downward(trail, migration)}'.";
            }
        }
        else
        {
            yield return migration.IsReversible || Reversibility.IsFromImages(migration, record)
                ? $"Run '{RunCommands.Downward(trail, migration)}' to finish it."
                : "It has no way back any more. Restore its Down and roll it back.";
            yield return record.HasChangedData
                ? RunCommands.Settle(trail, migration)
                : $"Or leave it applied, since nothing of it was rolled back: 'migrations accept {name} --as applied'.";
        }
    }
}

// The commands that run one migration, for messages that say what to do.
internal static class RunCommands
{
    // A one-shot is taken only by its name, a late one only when that is said, and where lines part one of them is named.
    public static string Upward(Trail trail, MigrationDescriptor migration) =>
        migration.OneShot is { } name ? $"migrations migrate --tree {migration.Tree} --via {migration.Tree}/{name}"
        : trail.Late.Contains(migration) ? $"migrations migrate --tree {migration.Tree} --late runLate"
        : trail.Tree.Lines.Count > 1 ? UpTo(trail, migration)
        : $"migrations migrate --tree {migration.Tree}";

    // No further than that, if it can be expressed.
    public static string UpTo(Trail trail, MigrationDescriptor migration) =>
        migration.OneShot is null && !trail.Late.Contains(migration) ? $"migrations migrate --to {migration.Identity}" : Upward(trail, migration);

    // Whether a path leads there from where the tree stands: not if it has followed another line meanwhile.
    public static bool IsAhead(Trail trail, MigrationDescriptor migration) =>
        trail.Late.Contains(migration)
        || (migration.OneShot is null ? trail.Tree.TargetOf(migration).IsAtOrAfter(trail.Position) : !trail.Contains(migration) && (trail.Tree.OriginOf(migration)?.IsAtOrAfter(trail.Position) ?? trail.Position is null));

    // Half-done data that somebody has corrected by hand.
    public static string Settle(Trail trail, MigrationDescriptor migration) =>
        trail.RecordOf(migration) is { IsApplied: true } || IsAhead(trail, migration)
            ? $"If you have corrected its data by hand: 'migrations accept {migration.Identity} --as applied' if all of it is done, 'migrations accept {migration.Identity} --as notApplied' if none of it is."
            : $"If you have restored its data by hand: 'migrations accept {migration.Identity} --as notApplied'.";

    // The newest is rolled back alone; another one together with what came after it.
    public static string Downward(Trail trail, MigrationDescriptor migration) =>
        trail.RecordOf(migration) is { IsApplied: true } && trail.Position != trail.Tree.TargetOf(migration)
            ? $"migrations rollback --to {migration.Tree}@{Before(trail, migration)}"
            : $"migrations rollback --tree {migration.Tree} --distance 1";

    public static string Before(Trail trail, MigrationDescriptor migration) =>
        trail.Way.TakeWhile(m => m != migration).LastOrDefault(m => m.IsBarrier || trail.HasApplied(m)) is { } before ? trail.Tree.TargetOf(before).Id : RevisionName.Base;
}
