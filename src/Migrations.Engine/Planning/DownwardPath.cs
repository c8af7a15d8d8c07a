using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// The way back of one tree: the way it came, newest first.
internal static class DownwardPath
{
    public static IReadOnlyList<PlannedStep> Find(Trail trail, Target target, PlanRequest request)
    {
        var half = HalfDone.Find(trail, target);
        var back = Behind(trail, target);
        var barrier = back.FindLastIndex(m => m.IsBarrier);
        if (barrier >= 0 && (request.To is not null || request.Distance is null))
        {
            throw MigrationFault.Of(
                back[barrier],
                MigrationErrorCode.BarrierInTheWay,
                $"The way back of the tree '{trail.Tree.Name}' crosses the barrier {back[barrier].Id} '{back[barrier].Identity.Title}' ({back[barrier].Place}), and no migration crosses a barrier. Nothing was done. Roll back to '--to {trail.Tree.Name}@{back[barrier].Id}'; older data belong to product < {back[barrier].Identity.Version ?? back[barrier].Id}.");
        }

        return [.. half, .. LateOrder.Back(trail, back.Skip(barrier + 1).Reverse())];
    }

    // Oldest first.
    private static List<MigrationDescriptor> Behind(Trail trail, Target target)
    {
        if (!target.IsNamed || target.Revision is not { } goal)
        {
            return [.. trail.Way.Where(m => m.IsBarrier || trail.HasApplied(m))];
        }

        if (!trail.Passed(goal))
        {
            return goal.IsAtOrAfter(trail.Position)
                ? []
                : throw new MigrationException(MigrationErrorCode.NoPath, $"The tree '{trail.Tree.Name}' stands at {trail.Position?.ToString() ?? "base"} and was never at {goal}, so it cannot go back there. Nothing was done. Choose a target that the database has passed.");
        }

        var passed = trail.Way.Select(trail.Tree.TargetOf).ToList().IndexOf(goal);
        return [.. trail.Way.Skip(passed + 1).Where(m => m.IsBarrier || trail.HasApplied(m))];
    }
}

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
