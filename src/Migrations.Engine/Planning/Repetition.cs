using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// A free-form body that wrote without a transaction and did not come to its end knows no place to go on from. It begins again, or its way back does, only when its author has
// declared that it may, or somebody who has looked at the data says so.
internal static class Repetition
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
            : throw MigrationFault.Of(migration, began is not null && migration.IsRepeatable ? MigrationErrorCode.ChangedUnfinished : MigrationErrorCode.RepetitionUnsaid, TextOf(trail, migration, record));
    }

    // What waits for somebody's word in a tree.
    public static IEnumerable<Finding> Find(Trail trail, string? running) =>
        from migration in trail.Tree.Migrations
        let record = trail.RecordOf(migration)
        where record is { IsHalfWritten: true } && record.Run != running && !BeginsByItself(migration, record)
        select new Finding(MigrationErrorCode.RepetitionUnsaid, migration, TextOf(trail, migration, record));

    // Whether nothing but the run itself is needed.
    public static bool BeginsByItself(MigrationDescriptor migration, AppliedMigration record) => migration.IsRepeatable && !Resumption.IsChanged(migration, record);

    public static string TextOf(Trail trail, MigrationDescriptor migration, AppliedMigration record)
    {
        var isBack = record.Direction == MigrationDirection.Down;
        var changed = Resumption.IsChanged(migration, record) ? $", and was changed since it began ({migration.File})" : "";
        return $"{(isBack ? "The rollback of migration" : "Migration")} {migration.Identity} '{migration.Identity.Title}' did not come to its end on this database{changed}. It ran without a transaction and {WrittenOf(record)}. Nobody can tell where to go on, and from its beginning it may do twice what is done. Nothing was done. Look at these data first. {WaysOut(trail, migration, record)}";
    }

    public static string WaysOut(Trail trail, MigrationDescriptor migration, AppliedMigration record) => string.Join(" ", Ways(trail, migration, record));

    private static IEnumerable<string> Ways(Trail trail, MigrationDescriptor migration, AppliedMigration record)
    {
        var accept = $"--accept-half-done {migration.Identity}";
        if (record.Direction == MigrationDirection.Up && RunCommands.IsAhead(trail, migration))
        {
            yield return $"If its body may begin again on them: '{RunCommands.Upward(trail, migration)} {accept}', or declare it with [Migration(..., Repeatable = true)].";
        }

        if (migration.IsReversible)
        {
            yield return $"{(record.Direction == MigrationDirection.Down ? "If its Down may begin again on them" : "If its Down puts them right")}: '{RunCommands.Downward(trail, migration)} {accept}'.";
        }

        yield return RunCommands.Settle(trail, migration);
    }

    private static string WrittenOf(AppliedMigration record) => record.Written.Count == 0
        ? "had begun to write, nobody recorded where"
        : $"had written to {DoneSoFar.WrittenOf(record)}";
}
