using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// The commands that lead a run to one migration, for texts that tell the way out.
internal static class RunCommands
{
    // A one-shot is taken only by its name, a late one only when that is said, and where lines part one of them is named.
    public static string Upward(Trail trail, MigrationDescriptor migration) =>
        migration.OneShot is { } name ? $"migrations migrate --tree {migration.Tree} --via {migration.Tree}/{name}"
        : trail.Late.Contains(migration) ? $"migrations migrate --tree {migration.Tree} --late runLate"
        : trail.Tree.Lines.Count > 1 ? UpTo(trail, migration)
        : $"migrations migrate --tree {migration.Tree}";

    // No further than that, where it can be said.
    public static string UpTo(Trail trail, MigrationDescriptor migration) =>
        migration.OneShot is null && !trail.Late.Contains(migration) ? $"migrations migrate --to {migration.Identity}" : Upward(trail, migration);

    // Whether any way leads there from where the tree stands: not where it went along another line meanwhile.
    public static bool IsAhead(Trail trail, MigrationDescriptor migration) =>
        trail.Late.Contains(migration)
        || (migration.OneShot is null ? trail.Tree.TargetOf(migration).IsAtOrAfter(trail.Position) : !trail.Contains(migration) && (trail.Tree.OriginOf(migration)?.IsAtOrAfter(trail.Position) ?? trail.Position is null));

    // Half done data that somebody has put right by hand.
    public static string Settle(Trail trail, MigrationDescriptor migration) =>
        trail.RecordOf(migration) is { IsApplied: true } || IsAhead(trail, migration)
            ? $"If you have put its data right by hand: 'migrations accept {migration.Identity} --as applied' where all is done, 'migrations accept {migration.Identity} --as notApplied' where nothing is."
            : $"If you have put its data right by hand, as before it: 'migrations accept {migration.Identity} --as notApplied'.";

    // The newest goes back alone; another one together with what came after it.
    public static string Downward(Trail trail, MigrationDescriptor migration) =>
        trail.RecordOf(migration) is { IsApplied: true } && trail.Position != trail.Tree.TargetOf(migration)
            ? $"migrations rollback --to {migration.Tree}@{Before(trail, migration)}"
            : $"migrations rollback --tree {migration.Tree} --distance 1";

    public static string Before(Trail trail, MigrationDescriptor migration) =>
        trail.Way.TakeWhile(m => m != migration).LastOrDefault(m => m.IsBarrier || trail.HasApplied(m)) is { } before ? trail.Tree.TargetOf(before).Id : RevisionName.Base;
}
