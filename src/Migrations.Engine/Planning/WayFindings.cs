using Migrations.Engine.Model;
using Migrations.Engine.Storage;
using Migrations.Engine.Wording;

namespace Migrations.Engine.Planning;

// What blocks the path from a tree's position to the end of its line. Whether a run meets it depends on the run's target and on what was accepted.
internal static class WayFindings
{
    // 'running' is the run that holds the lock: its own records are not findings.
    public static IEnumerable<Finding> Find(Trail trail, DatabaseState state, string? running) => state.Head(trail.Tree.Name) is { IsUnknown: true } ? [] :
    [
        .. Blocked(trail),
        .. RerunDecision.Find(trail, running),
        .. UnfinishedOf(trail, state, running),
        .. ChangedUnfinished(trail, running),
    ];

    public static IEnumerable<MigrationDescriptor> Pending(Trail trail, DatabaseState state) =>
        state.Head(trail.Tree.Name) is { IsUnknown: true } ? [] : trail.Late.Concat(DefaultTarget.PendingAfter(trail));

    // What no run can finish.
    private static IEnumerable<Finding> Blocked(Trail trail)
    {
        if (trail.Missing.Count == 0 && trail.BarrierAhead() is { } barrier)
        {
            yield return new Finding(MigrationErrorCode.BarrierInTheWay, barrier.Migration, HistoryFindings.BarrierText(trail, barrier));
        }

        // What was begun on one of them has to be finished first, and is reported itself.
        if (!DefaultTarget.TryFind(trail.Tree, trail.Position, out _) && !trail.Tree.Migrations.Any(m => trail.RecordOf(m) is { IsUnfinished: true, HasChangedData: true }))
        {
            yield return new Finding(MigrationErrorCode.LineNeeded, null, $"The tree '{trail.Tree.Name}' stands at base, where several lines begin, and none is the default, so it is not known what is pending. Migrate along one: {DefaultTarget.Ways(trail.Tree)}.");
        }
    }

    private static IEnumerable<Finding> ChangedUnfinished(Trail trail, string? running) =>
        from migration in trail.Tree.Migrations
        let record = trail.RecordOf(migration)
        where record is not null && record.Run != running && IsChangedHalf(migration, record)
        select new Finding(MigrationErrorCode.ChangedUnfinished, migration, Resumption.TextOf(trail, migration, record));

    private static bool IsChangedHalf(MigrationDescriptor? migration, AppliedMigration record) =>
        migration is not null && record is { IsUnfinished: true, HasChangedData: true, IsHalfWritten: false, IsUndoing: false } && Resumption.IsChanged(migration, record);

    private static bool IsWaiting(MigrationDescriptor? migration, AppliedMigration record) => migration is not null && record.IsHalfWritten && !RerunDecision.RunsAgainByItself(migration, record);

    private static bool IsPending(Trail trail, MigrationDescriptor migration) => trail.Late.Contains(migration) || DefaultTarget.PendingAfter(trail).Contains(migration);

    // A migration that failed before it changed anything, and is no longer in the plugin or on the path, is not reported.
    private static IEnumerable<Finding> UnfinishedOf(Trail trail, DatabaseState state, string? running) =>
        from record in state.RecordsOf(trail.Tree.Name)
        let migration = trail.Tree.FindMigration(record.Id)
        where record.IsUnfinished && record.Run != running && !IsChangedHalf(migration, record) && !IsWaiting(migration, record) && (record.IsApplied || record.HasChangedData || (migration is not null && IsPending(trail, migration)))
        select new Finding(
            MigrationErrorCode.UnfinishedMigration,
            migration,
            $"{HowItEnded(record)}{(record.HasChangedData ? " Its data are partly migrated." : "")} {Unfinished.WaysOut(trail, migration, record)}");

    // What a run said of a migration that failed names the migration already.
    private static string HowItEnded(AppliedMigration record)
    {
        var name = $"Migration {record.Tree}@{record.Id} '{record.Title}'";
        return record switch
        {
            { Status: not AppliedStatus.Failed } => $"{name} is running, or its run died.",
            { Error: { } error } when error.StartsWith(name, StringComparison.Ordinal) => Sentence.Of(error),
            _ => $"{name} failed: {Sentence.Of(record.Error ?? "it is not known why")}",
        };
    }
}
