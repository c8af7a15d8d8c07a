using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// A migration that was cancelled, was killed or failed halfway is not part of the path of a tree, and is rolled back before anything else.
internal static class HalfDone
{
    public static IReadOnlyList<PlannedStep> Find(Trail trail, Target target) =>
    [
        .. trail.Tree.Migrations
            .Where(m => trail.RecordOf(m) is { Direction: MigrationDirection.Up, IsHalfDone: true } && !IsKept(trail, m, target))
            .Reverse()
            .Select(m => Back(trail, m)),
    ];

    private static bool IsKept(Trail trail, MigrationDescriptor migration, Target target) => target.IsNamed && target.Revision?.IsAtOrAfter(trail.Tree.TargetOf(migration)) == true;

    // The head never was there, so it stays.
    private static PlannedStep Back(Trail trail, MigrationDescriptor migration)
    {
        var record = trail.RecordOf(migration)!;
        var step = LateOrder.Back(trail, [migration])[0] with { HeadAfter = trail.Position };
        return step.IsFromImages || (migration.IsReversible && (record.Checkpoint is not null || record.IsHalfWritten)) ? step : throw Refusal(trail, migration, record);
    }

    private static MigrationException Refusal(Trail trail, MigrationDescriptor migration, AppliedMigration record)
    {
        var reason = record.Checkpoint is null
            ? "It has no way back, and did not record how far it got"
            : migration.KeepsBeforeImages ? "It has no way back, and began before it kept before images" : "It has no way back, and keeps no before images";
        return MigrationFault.Of(
            migration,
            MigrationErrorCode.InterruptedRun,
            $"Migration {migration.Identity} '{migration.Identity.Title}' did not finish{DoneOf(record)}. {reason}. Nothing was done. {(record.IsHalfWritten ? RerunDecision.WaysOut(trail, migration, record) : $"Finish it: '{RunCommands.UpTo(trail, migration)}'; or correct its data by hand and record it: 'migrations accept {migration.Identity} --as notApplied'.")}");
    }

    private static string DoneOf(AppliedMigration record) => record.Progress is { } progress
        ? string.Create(CultureInfo.InvariantCulture, $": {progress.Modified:N0} document(s) are changed, {progress.Inserted:N0} inserted and {progress.Deleted:N0} deleted, of {progress.Total:N0}")
        : "";
}
