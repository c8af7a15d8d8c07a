using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// An unfinished run continues with the code that it began with, or not at all. If none of it is in the data, it starts again with the new code.
internal static class Resumption
{
    public static bool IsOf(MigrationDescriptor migration, AppliedMigration? record) => record is { IsUnfinished: true } && (!IsChanged(migration, record) || record.HasChangedData);

    public static bool IsChanged(MigrationDescriptor migration, AppliedMigration record) => record.Direction == MigrationDirection.Down
        ? migration.WayBackChecksum is { } back && record.DownChecksum != back
        : record.Checksum.Length > 0 && record.Checksum != migration.Checksum;

    public static bool IsNamed(MigrationDescriptor migration, IReadOnlyList<string> accepted) => accepted.Contains(migration.Identity.ToString(), StringComparer.Ordinal);

    public static string ChecksumOf(AppliedMigration record) => record.Direction == MigrationDirection.Down ? record.DownChecksum ?? "none" : record.Checksum;

    public static IReadOnlyList<PlannedStep> Require(RevisionGraph graph, DatabaseState state, IReadOnlyList<PlannedStep> steps, PlanRequest request)
    {
        RefuseUnknown(graph, "--accept-changed", request.AcceptChanged);
        RefuseUnknown(graph, "--accept-half-done", request.AcceptHalfDone);
        return [.. steps.Select(step => Require(step, graph, state, request))];
    }

    public static string TextOf(Trail trail, MigrationDescriptor migration, AppliedMigration record) =>
        $"Migration {migration.Identity} '{migration.Identity.Title}' did not finish on this database, {(migration.StoredBody is null ? $"and was changed since it began ({migration.File})" : "and what is stored of its way back is not what it began with")}. {DoneOf(record)} by the code that it had then; to continue would leave half of the data to the old code and half to the new. Nothing was done. {(migration.StoredBody is null ? "Restore the file and run again" : "Continue with the plugin that began")}{WayBack(trail, migration, record)}{WayOn(trail, migration, record)}. {RunCommands.Settle(trail, migration)}";

    private static PlannedStep Require(PlannedStep step, RevisionGraph graph, DatabaseState state, PlanRequest request)
    {
        var migration = step.Migration;
        if (!step.IsResumed || step.IsFromImages || state.Find(migration.Tree, migration.Id) is not { } record)
        {
            return step;
        }

        if (record.IsHalfWritten)
        {
            return RerunDecision.Require(step, Trail.Of(graph.Tree(migration.Tree), state), record, request);
        }

        return !IsChanged(migration, record) ? step
            : IsNamed(migration, request.AcceptChanged)
            ? step with { AcceptedChecksum = ChecksumOf(record) }
            : throw MigrationFault.Of(migration, MigrationErrorCode.ChangedUnfinished, TextOf(Trail.Of(graph.Tree(migration.Tree), state), migration, record));
    }

    private static string WayOn(Trail trail, MigrationDescriptor migration, AppliedMigration record) => record.Direction == MigrationDirection.Up && !RunCommands.IsAhead(trail, migration)
        ? ""
        : $"; or, if old and new code do the same, continue, which is journaled: '{(record.Direction == MigrationDirection.Down ? RunCommands.Downward(trail, migration) : RunCommands.Upward(trail, migration))} --accept-changed {migration.Identity}'";

    private static string WayBack(Trail trail, MigrationDescriptor migration, AppliedMigration record) =>
        record.Direction == MigrationDirection.Down ? ""
        : Reversibility.IsFromImages(migration, record) ? $", or roll back what is done, which only needs its before images: '{RunCommands.Downward(trail, migration)}'"
        : migration.IsReversible && record.Checkpoint is not null ? $", or then roll back what is done: '{RunCommands.Downward(trail, migration)}'"
        : "";

    private static string DoneOf(AppliedMigration record) => record.Progress is { } progress && string.Join(" and ", CountsOf(progress)) is { Length: > 0 } counts ? $"{counts} already" : "What it did is in the data";

    private static IEnumerable<string> CountsOf(RangeSummary progress)
    {
        foreach (var (count, what) in new[] { (progress.Modified, "changed"), (progress.Inserted, "inserted"), (progress.Deleted, "deleted") })
        {
            if (count > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{count:N0} document(s) were {what}");
            }
        }

        if (progress.Announced > 0)
        {
            yield return "a batch was begun";
        }
    }

    private static void RefuseUnknown(RevisionGraph graph, string option, IReadOnlyList<string> accepted)
    {
        if (accepted.FirstOrDefault(name => !graph.Trees.SelectMany(t => t.Migrations).Any(m => m.Identity.ToString() == name)) is { } unknown)
        {
            throw new MigrationException(MigrationErrorCode.UnknownTarget, $"'{option}' names '{unknown}', which is not a migration of the plugin. Nothing was done. Name it as TREE@ID.");
        }
    }
}
