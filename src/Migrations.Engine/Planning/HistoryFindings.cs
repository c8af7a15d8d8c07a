using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// What does not fit between the history of the plugin and that of the database, in one tree.
internal static class HistoryFindings
{
    public static IEnumerable<Finding> Find(Trail trail, DatabaseState state)
    {
        if (state.Head(trail.Tree.Name) is { IsUnknown: true })
        {
            return [new Finding(MigrationErrorCode.NotInitialised, null, $"Where the tree '{trail.Tree.Name}' stands was never said; others of the database were recorded without it. It is never guessed. Say it: 'migrations stamp {trail.Tree.Name}@base', or @head, @ID.")];
        }

        return TooOld(trail) is { } barrier ? [barrier] : [.. Histories(trail), .. Changed(trail), .. IsHeadOfMissing(trail, state) ? [] : Heads(trail, state)];
    }

    // A head that a migration led to which the plugin does not have is explained by that.
    private static bool IsHeadOfMissing(Trail trail, DatabaseState state) => trail.Missing.Count > 0 && trail.Strays.Count == 0 && trail.Tree.Find(state.Head(trail.Tree.Name)?.Revision) is not null;

    // Only where the database cannot be followed any more: the migrations before a barrier may be gone from the plugin.
    private static Finding? TooOld(Trail trail) => trail.Missing.Count > 0 && trail.BarrierAhead() is { } barrier ? new Finding(MigrationErrorCode.BarrierInTheWay, barrier.Migration, BarrierText(trail, barrier)) : null;

    public static string BarrierText(Trail trail, Revision barrier) =>
        $"The tree '{trail.Tree.Name}' stands at {(trail.Missing is [.., var newest] ? newest.Id : trail.Position?.Id ?? "base")}, before the barrier {barrier.Id} '{barrier.Migration.Identity.Title}' ({barrier.Migration.Place}), and no migration crosses a barrier. The database is too old for this plugin: use product < {barrier.Version ?? barrier.Id}, or bring the data over by other means and say so with 'migrations stamp --force {trail.Tree.Name}@{barrier.Id}'.";

    private static IEnumerable<Finding> Histories(Trail trail)
    {
        var (missing, late) = (trail.Missing, trail.Late);
        if (missing.Count > 0 && (late.Count > 0 || LineEnd.PendingAfter(trail).Any()))
        {
            return [new Finding(MigrationErrorCode.DivergedHistory, null, $"The histories of the tree '{trail.Tree.Name}' have diverged: the database has applied {Listing(missing.Select(m => m.Id))}, which the plugin does not have, and the plugin has {Listing(late.Concat(LineEnd.PendingAfter(trail)).Select(m => m.Id))}, which were never applied. No path leads from one to the other. Use the plugin that has the former, or restore their files.{HistoryDiff.Write(trail)}")];
        }

        var findings = missing.Select(record => new Finding(MigrationErrorCode.MissingMigration, null, $"Migration {record.Tree}@{record.Id} '{record.Title}' {(record.IsApplied ? "was applied to" : "was begun on")} the database on {record.Started:yyyy-MM-dd}, but the plugin does not have it. The database is ahead of this plugin, or the file was deleted. Use the plugin that has it, or restore the file."))
            .Concat(late.Select(migration => new Finding(MigrationErrorCode.LateMigration, migration, $"Migration {migration.Identity} '{migration.Identity.Title}' is older than the database's head {trail.Position!.Id} and was never applied ({migration.Place}). It was written for a state that is past. Give it a new id after {trail.Position.Id} ('FixMigrationOrder' does that for unreleased files), or apply it on the data as they are: 'migrations migrate --tree {migration.Tree} --late runLate', or in its place: 'migrations migrate --tree {migration.Tree} --late fixOrder'.")))
            .ToList();

        // One difference shows them all.
        return findings is [.. var others, var last] ? [.. others, last with { Text = last.Text + HistoryDiff.Write(trail) }] : [];
    }

    private static IEnumerable<Finding> Changed(Trail trail) =>
        from migration in trail.Tree.Migrations
        let record = trail.RecordOf(migration)
        where record is { Status: AppliedStatus.Done } && record.Checksum.Length > 0 && record.Checksum != migration.Checksum
        select new Finding(
            MigrationErrorCode.ChangedMigration,
            migration,
            $"Migration {migration.Identity} '{migration.Identity.Title}' was changed after it ran ({migration.File}). Its data were made by code that is no longer there. Restore the file, and write a new migration for the change; or, if it does the same as before, say so: 'migrations accept {migration.Identity}'.");

    private static IEnumerable<Finding> Heads(Trail trail, DatabaseState state)
    {
        var (tree, recorded) = (trail.Tree.Name, state.Head(trail.Tree.Name)?.Revision);
        if (recorded is not null && trail.Tree.Find(recorded) is null && !state.IsApplied(tree, recorded))
        {
            yield return new Finding(MigrationErrorCode.UnknownRevision, null, $"The head of tree '{tree}' is recorded as '{recorded}', which is no revision: neither the plugin nor the records of applied migrations know it. The state was changed by hand, so it says nothing reliable. Compare it with 'migrations journal', then set it right with 'migrations stamp --force {tree}@{trail.Position?.Id ?? "base"}'.");
        }
        else if (trail.Strays.Count > 0)
        {
            yield return new Finding(MigrationErrorCode.HeadMismatch, trail.Strays[0], $"The tree '{tree}' stands at {trail.Position?.Id ?? "base"}, but {Listing(trail.Strays.Select(m => m.Id))} are recorded as applied too and are not on the way there. Somebody changed the state by hand, so it says nothing reliable. Compare it with 'migrations journal', then set it right with 'migrations stamp --force {tree}@ID'.");
        }
        else if (recorded != trail.Position?.Id && trail.Tree.Find(recorded) is var head && (recorded is null || head is not null) && !WasCutBetweenTwoWrites(trail, state, recorded))
        {
            yield return new Finding(MigrationErrorCode.HeadMismatch, null, $"The head of tree '{tree}' is recorded as {recorded ?? "base"}, but the newest applied migration is {trail.Position?.Id ?? "none"}. Somebody changed the state by hand, so it says nothing reliable. Compare it with the journal ('migrations journal'), then set it right with 'migrations stamp --force {tree}@{trail.Position?.Id ?? "base"}'.");
        }
    }

    // Without transactions the record and the head are two writes; the next run's writes mend what a crash left between them.
    // What is taken back after it was half done never was the head.
    private static bool WasCutBetweenTwoWrites(Trail trail, DatabaseState state, string? recorded) =>
        (trail.Applied.Count > 0 && trail.RecordOf(trail.Applied[^1]) is { Transaction: false, IsStamped: false } or { Direction: MigrationDirection.Down, IsUnfinished: true })
        || (recorded is not null && state.Find(trail.Tree.Name, recorded) is { Transaction: false, Status: AppliedStatus.RolledBack });

    private static string Listing(IEnumerable<string> ids) => string.Join(", ", ids);
}
