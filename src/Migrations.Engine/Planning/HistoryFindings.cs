using System.Text;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// Differences between the history of the plugin and that of the database, in one tree.
internal static class HistoryFindings
{
    public static IEnumerable<Finding> Find(Trail trail, DatabaseState state)
    {
        if (state.Head(trail.Tree.Name) is { IsUnknown: true })
        {
            return [new Finding(MigrationErrorCode.NotInitialised, null, $"Where the tree '{trail.Tree.Name}' stands was never recorded, although other trees of the database were. It is never guessed. Record it: 'migrations stamp {trail.Tree.Name}@base', or @head, @ID.")];
        }

        return TooOld(trail) is { } barrier ? [barrier] : [.. Histories(trail), .. Changed(trail), .. IsHeadOfMissing(trail, state) ? [] : Heads(trail, state)];
    }

    // A migration that the plugin does not have explains the head.
    private static bool IsHeadOfMissing(Trail trail, DatabaseState state) => trail.Missing.Count > 0 && trail.Strays.Count == 0 && trail.Tree.Find(state.Head(trail.Tree.Name)?.Revision) is not null;

    // Only where the path is lost: the migrations before a barrier may be gone from the plugin.
    private static Finding? TooOld(Trail trail) => trail.Missing.Count > 0 && trail.BarrierAhead() is { } barrier ? new Finding(MigrationErrorCode.BarrierInTheWay, barrier.Migration, BarrierText(trail, barrier)) : null;

    public static string BarrierText(Trail trail, Revision barrier) =>
        $"The tree '{trail.Tree.Name}' stands at {(trail.Missing is [.., var newest] ? newest.Id : trail.Position?.Id ?? "base")}, before the barrier {barrier.Id} '{barrier.Migration.Identity.Title}' ({barrier.Migration.Place}), and no migration crosses a barrier. The database is too old for this plugin: use product < {barrier.Version ?? barrier.Id}, or convert the data by other means and record it: 'migrations stamp --force {trail.Tree.Name}@{barrier.Id}'.";

    private static IEnumerable<Finding> Histories(Trail trail)
    {
        var (missing, late) = (trail.Missing, trail.Late);
        if (missing.Count > 0 && (late.Count > 0 || DefaultTarget.PendingAfter(trail).Any()))
        {
            return [new Finding(MigrationErrorCode.DivergedHistory, null, $"The histories of the tree '{trail.Tree.Name}' have diverged: the database has applied {Listing(missing.Select(m => m.Id))}, which the plugin does not have, and the plugin has {Listing(late.Concat(DefaultTarget.PendingAfter(trail)).Select(m => m.Id))}, which were never applied. No path leads from one to the other. Use the plugin that has the applied ones, or restore their files.{HistoryDiff.Write(trail)}")];
        }

        var below = StoredWay.Below(trail);
        var findings = missing.Select(record => Missing(record, below))
            .Concat(late.Select(migration => new Finding(MigrationErrorCode.LateMigration, migration, $"Migration {migration.Identity} '{migration.Identity.Title}' is older than the database's head {trail.Position!.Id} and was never applied ({migration.Place}). It was written for an older state of the data. Give it a new id after {trail.Position.Id} ('FixMigrationOrder' does that for unreleased files), apply it to the data as they are: 'migrations migrate --tree {migration.Tree} --late runLate', or roll back what came after it and apply everything in order: 'migrations migrate --tree {migration.Tree} --late fixOrder'.")))
            .ToList();

        // One difference lists them all.
        return findings is [.. var others, var last] ? [.. others, last with { Text = last.Text + HistoryDiff.Write(trail) }] : [];
    }

    // 'below' is where a rollback that needs no code leads to; null if there is none.
    public static Finding Missing(AppliedMigration record, string? below) =>
        new(MigrationErrorCode.MissingMigration, null, $"Migration {record.Tree}@{record.Id} '{record.Title}' {(record.IsApplied ? "was applied to" : "was begun on")} the database on {record.Started:yyyy-MM-dd}, but the plugin does not have it. The database is ahead of this plugin, or the file was deleted. Use the plugin that has it, or restore the file{(below is null ? "" : $"; or roll it back, which needs no code: 'migrations rollback --tree {record.Tree} --to {below}'")}.");

    private static IEnumerable<Finding> Changed(Trail trail) =>
        from migration in trail.Tree.Migrations
        let record = trail.RecordOf(migration)
        where record is { Status: AppliedStatus.Done } && record.Checksum.Length > 0 && record.Checksum != migration.Checksum
        select new Finding(
            MigrationErrorCode.ChangedMigration,
            migration,
            $"Migration {migration.Identity} '{migration.Identity.Title}' was changed after it ran ({migration.File}). Its data were written by code that no longer exists. Restore the file, and write a new migration for the change; or, if it does the same as before, accept it: 'migrations accept {migration.Identity}'.");

    private static IEnumerable<Finding> Heads(Trail trail, DatabaseState state)
    {
        var (tree, recorded) = (trail.Tree.Name, state.Head(trail.Tree.Name)?.Revision);
        if (recorded is not null && trail.Tree.Find(recorded) is null && !state.IsApplied(tree, recorded))
        {
            yield return new Finding(MigrationErrorCode.UnknownRevision, null, $"The head of tree '{tree}' is recorded as '{recorded}', which is not a revision: neither the plugin nor the records of applied migrations know it. Somebody edited the state, so it cannot be trusted. Compare it with 'migrations journal', then correct it with 'migrations stamp --force {tree}@{trail.Position?.Id ?? "base"}'.");
        }
        else if (trail.Strays.Count > 0)
        {
            yield return new Finding(MigrationErrorCode.HeadMismatch, trail.Strays[0], $"The tree '{tree}' stands at {trail.Position?.Id ?? "base"}, but {Listing(trail.Strays.Select(m => m.Id))} are recorded as applied too, and are not on the path there. Somebody edited the state, so it cannot be trusted. Compare it with 'migrations journal', then correct it with 'migrations stamp --force {tree}@ID'.");
        }
        else if (recorded != trail.Position?.Id && trail.Tree.Find(recorded) is var head && (recorded is null || head is not null) && !WasCutBetweenTwoWrites(trail, state, recorded))
        {
            yield return new Finding(MigrationErrorCode.HeadMismatch, null, $"The head of tree '{tree}' is recorded as {recorded ?? "base"}, but the newest applied migration is {trail.Position?.Id ?? "none"}. Somebody edited the state, so it cannot be trusted. Compare it with the journal ('migrations journal'), then correct it with 'migrations stamp --force {tree}@{trail.Position?.Id ?? "base"}'.");
        }
    }

    // Without transactions the record and the head are two writes; the next run repairs what a crash left between them.
    // What is rolled back from half done never was the head.
    private static bool WasCutBetweenTwoWrites(Trail trail, DatabaseState state, string? recorded) =>
        (trail.Applied.Count > 0 && trail.RecordOf(trail.Applied[^1]) is { Transaction: false, IsStamped: false } or { Direction: MigrationDirection.Down, IsUnfinished: true })
        || (recorded is not null && state.Find(trail.Tree.Name, recorded) is { Transaction: false, Status: AppliedStatus.RolledBack });

    private static string Listing(IEnumerable<string> ids) => string.Join(", ", ids);
}

// Compares what the application declares about a tree with what the database says about it.
internal static class ComponentFindings
{
    public static IEnumerable<Finding> Find(RevisionTree tree, DatabaseState state)
    {
        var component = state.Component(tree.Name);
        var head = state.Head(tree.Name);
        if (component is null)
        {
            return tree.Declaration is { IsDeclaredByApplication: true } ? [Undeclared(tree, state)] : [];
        }

        if (component.Version is not null && tree.Revisions.Count > 0 && RevisionName.Version(component.Version) is var declared && !tree.Revisions.Any(r => r.Line == component.Line && RevisionName.IsSame(declared, r.SemanticVersion)))
        {
            return [new Finding(MigrationErrorCode.UnknownRevision, null, $"The application declares the tree '{tree.Name}' at {Text(component.Line, component.Version)}, which is not a revision of the plugin. Application and plugin are from different releases. Deploy both from the same one.")];
        }

        return Fits(component, head) ? [] : [new Finding(MigrationErrorCode.ComponentMismatch, null, $"The application declares the tree '{tree.Name}' at {Text(component.Line, component.Version)}, but the database stands at {Text(head?.Line, head?.Version ?? head?.Revision)}. One of them was changed without the other. Deploy the application that belongs to the database, migrate with the plugin of the application's release, or correct the declaration.")];
    }

    private static bool Fits(ComponentRecord component, HeadRecord? head) =>
        component.Version is null ? head?.Revision is null : component.Line == head?.Line && RevisionName.IsVersion(component.Version, head?.Version);

    private static Finding Undeclared(RevisionTree tree, DatabaseState state) => state.HasComponentsCollection
        ? new Finding(MigrationErrorCode.ComponentUndeclared, null, $"The application should declare the version of the tree '{tree.Name}', but the database's collection of components has no document for it{(state.Components.Any() ? "" : "; it is empty")}. It is not known whether application and data fit. Let the application declare it (SchemaComponent), or remove IsDeclaredByApplication from the tree.")
        : new Finding(MigrationErrorCode.ComponentsMissing, null, $"The application should declare the version of the tree '{tree.Name}', but the database has no collection of components. It is not known whether application and data fit. Let the application declare it (SchemaComponent), or remove IsDeclaredByApplication from the tree.");

    private static string Text(string? line, string? version) => version is null ? "base" : line is null ? version : $"{line} {version}";
}

// The history that the database has against the one that the plugin has, line by line: '-' only in the database, '+' only in the plugin.
internal static class HistoryDiff
{
    public static string Write(Trail trail)
    {
        var applied = trail.Applied.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var entries = trail.Way.Concat(DefaultTarget.PendingAfter(trail)).Select(m => new Entry(applied.Contains(m.Id) || (m.IsBarrier && trail.Contains(m)) ? ' ' : '+', m.Id, m.Identity.Title)).ToList();
        foreach (var record in trail.Missing)
        {
            entries.Insert(PlaceOf(record, entries), new Entry('-', record.Id, record.Title));
        }

        var text = new StringBuilder("\n    - database, + plugin:");
        foreach (var entry in entries)
        {
            text.Append("\n    ").Append(entry.Mark).Append(' ').Append(entry.Id).Append(' ').Append(entry.Title);
        }

        return text.ToString();
    }

    // After the revision that it started from, if that was recorded; else where its id would stand.
    private static int PlaceOf(AppliedMigration record, List<Entry> entries)
    {
        var parent = entries.FindIndex(e => e.Id == record.Parent);
        var place = entries.FindIndex(e => RevisionId.Comparer.Compare(e.Id, record.Id) > 0);
        return parent >= 0 ? parent + 1 : record.Parent == RevisionName.Base ? 0 : place < 0 ? entries.Count : place;
    }

    private sealed record Entry(char Mark, string Id, string Title);
}
