using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

/// <summary>What the gate found.</summary>
public sealed record VerifyReport
{
    /// <summary>Faults, all of them.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Warnings.</summary>
    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>Migrations that are not applied yet.</summary>
    public IReadOnlyList<MigrationDescriptor> Pending { get; init; } = [];

    /// <summary>Migrations that are applied and unchanged.</summary>
    public int VerifiedCount { get; init; }

    /// <summary>Checks the state of a database against a plugin.</summary>
    /// <exception cref="MigrationException">The database is not initialised (MIG1301), or the tree is unknown (MIG1401).</exception>
    public static VerifyReport Create(RevisionGraph graph, DatabaseState state, string? tree)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(state);
        var request = new PlanRequest { Tree = tree };
        if (graph.IsEmpty && state.IsBlank && Target.Resolve(graph, state, request).Via is null)
        {
            return new VerifyReport();
        }

        Consistency.RequireInitialised(state);
        // Nothing else is claimed about a tree with unreadable records.
        var trees = Target.Resolve(graph, state, request).Trees.Where(state.IsReadable).ToList();
        var trails = trees.Select(t => Trail.Of(graph.Tree(t), state)).ToList();
        List<MigrationDescriptor> pending = [.. trails.Where(t => state.Head(t.Tree.Name) is not { IsUnknown: true }).SelectMany(t => t.Late.Concat(DefaultTarget.PendingAfter(t))).OrderBy(m => m.Id, RevisionId.Comparer)];
        return new VerifyReport
        {
            Findings = [.. state.Faults.Select(f => f.ToFinding()), .. Consistency.Find(graph, state, trees), .. trails.SelectMany(Blocked), .. trails.SelectMany(RerunDecision.Find), .. trails.SelectMany(t => UnfinishedOf(t, state)), .. trails.SelectMany(ChangedUnfinished), .. pending.Where(m => !m.IsWritten).Select(m => UnwrittenFindings.Of(m, "No run takes it as it is."))],
            Pending = pending,
            VerifiedCount = trails.SelectMany(t => t.Tree.Migrations).Count(m => state.Find(m.Tree, m.Id) is { IsApplied: true } record && record.Checksum == m.Checksum),
        };
    }

    internal VerifyReport With(IReadOnlyList<Finding> more) => this with { Findings = [.. Findings, .. more.Where(f => !f.IsWarning)], Warnings = [.. Warnings, .. more.Where(f => f.IsWarning)] };

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

    private static IEnumerable<Finding> ChangedUnfinished(Trail trail) =>
        from migration in trail.Tree.Migrations
        let record = trail.RecordOf(migration)
        where record is not null && IsChangedHalf(migration, record)
        select new Finding(MigrationErrorCode.ChangedUnfinished, migration, Resumption.TextOf(trail, migration, record));

    private static bool IsChangedHalf(MigrationDescriptor? migration, AppliedMigration record) =>
        migration is not null && record is { IsUnfinished: true, HasChangedData: true, IsHalfWritten: false, IsUndoing: false } && Resumption.IsChanged(migration, record);

    private static bool IsWaiting(MigrationDescriptor? migration, AppliedMigration record) => migration is not null && record.IsHalfWritten && !RerunDecision.RunsAgainByItself(migration, record);

    private static bool IsPending(Trail trail, MigrationDescriptor migration) => trail.Late.Contains(migration) || DefaultTarget.PendingAfter(trail).Contains(migration);

    // A migration that failed before it changed anything, and is no longer in the plugin or on the path, is not reported.
    private static IEnumerable<Finding> UnfinishedOf(Trail trail, DatabaseState state) =>
        from record in state.RecordsOf(trail.Tree.Name)
        let migration = trail.Tree.FindMigration(record.Id)
        where record.IsUnfinished && !IsChangedHalf(migration, record) && !IsWaiting(migration, record) && (record.IsApplied || record.HasChangedData || (migration is not null && IsPending(trail, migration)))
        select new Finding(
            MigrationErrorCode.UnfinishedMigration,
            null,
            $"Migration {record.Tree}@{record.Id} '{record.Title}' {(record.Status == AppliedStatus.Failed ? $"failed: {record.Error}" : "is running, or its run died.")}{(record.HasChangedData ? " Its data are partly migrated." : "")} {Unfinished.WaysOut(trail, migration, record)}");
}
