using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// A free-form body that wrote without a transaction and did not finish cannot continue where it stopped. It, or its way back, only runs again if its author has
// declared that it may, or somebody who has checked the data says so.
internal static class RerunDecision
{
    public static PlannedStep Require(PlannedStep step, Trail trail, AppliedMigration record, PlanRequest request)
    {
        var migration = step.Migration;
        var isSameWay = step.Direction == record.Direction;
        var began = isSameWay && Resumption.IsChanged(migration, record) ? Resumption.ChecksumOf(record) : null;
        if (Resumption.IsNamed(migration, request.AcceptHalfDone))
        {
            return step with { AcceptedHalfDone = WrittenOf(record), AcceptedChecksum = began };
        }

        return isSameWay && migration.IsRepeatable && (began is null || Resumption.IsNamed(migration, request.AcceptChanged))
            ? step with { AcceptedChecksum = began }
            : throw MigrationFault.Of(migration, began is not null && migration.IsRepeatable ? MigrationErrorCode.ChangedUnfinished : MigrationErrorCode.DecisionRequired, TextOf(trail, migration, record));
    }

    // The migrations of a tree that need a decision.
    public static IEnumerable<Finding> Find(Trail trail, string? running) =>
        from migration in trail.Tree.Migrations
        let record = trail.RecordOf(migration)
        where record is { IsHalfWritten: true } && record.Run != running && !RunsAgainByItself(migration, record)
        select new Finding(MigrationErrorCode.DecisionRequired, migration, TextOf(trail, migration, record));

    // Whether it runs again without a decision.
    public static bool RunsAgainByItself(MigrationDescriptor migration, AppliedMigration record) => migration.IsRepeatable && !Resumption.IsChanged(migration, record);

    public static string TextOf(Trail trail, MigrationDescriptor migration, AppliedMigration record)
    {
        var isBack = record.Direction == MigrationDirection.Down;
        var changed = Resumption.IsChanged(migration, record) ? $", and was changed since it began ({migration.File})" : "";
        return $"{(isBack ? "The rollback of migration" : "Migration")} {migration.Identity} '{migration.Identity.Title}' did not finish on this database{changed}. It ran without a transaction and {WrittenOf(record)}. Nobody can tell where to continue, and from the start it may do twice what is done. Nothing was done. Check the data first. {WaysOut(trail, migration, record)}";
    }

    public static string WaysOut(Trail trail, MigrationDescriptor migration, AppliedMigration record) => string.Join(" ", Ways(trail, migration, record));

    private static IEnumerable<string> Ways(Trail trail, MigrationDescriptor migration, AppliedMigration record)
    {
        var accept = $"--accept-half-done {migration.Identity}";
        if (record.Direction == MigrationDirection.Up && RunCommands.IsAhead(trail, migration))
        {
            yield return $"If its body may run again on them: '{RunCommands.Upward(trail, migration)} {accept}', or declare it with [Migration(..., Repeatable = true)].";
        }

        if (migration.IsReversible)
        {
            yield return $"{(record.Direction == MigrationDirection.Down ? "If its Down may begin again on them" : "If its Down puts them right")}: '{RunCommands.Downward(trail, migration)} {accept}'.";
        }

        yield return RunCommands.Settle(trail, migration);
    }

    private static string WrittenOf(AppliedMigration record) => record.Written.Count == 0
        ? "had begun to write, it is not recorded where"
        : $"had written to {record.WrittenSoFar}";
}
