using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.Planning;
using Migrations.Engine.State;

namespace Migrations.Engine.Verifying;

/// <summary>What the gate found.</summary>
public sealed record VerifyReport
{
    /// <summary>Faults, all of them.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

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
        Consistency.RequireInitialised(state);
        var trees = Target.Resolve(graph, state, new PlanRequest { Tree = tree }).Trees;
        var migrations = trees.SelectMany(t => graph.Tree(t).Migrations).ToList();
        return new VerifyReport
        {
            Findings = [.. Consistency.Find(graph, state, trees), .. trees.SelectMany(t => Unfinished(t, state))],
            Pending = [.. migrations.Where(m => !state.IsApplied(m.Tree, m.Id)).OrderBy(m => m.Id, StringComparer.Ordinal)],
            VerifiedCount = migrations.Count(m => state.Find(m.Tree, m.Id) is { IsApplied: true } record && record.Checksum == m.Checksum),
        };
    }

    private static IEnumerable<Finding> Unfinished(string tree, DatabaseState state) =>
        from record in state.Records
        where record.Tree == tree && record.IsUnfinished
        select new Finding(
            MigrationErrorCode.UnfinishedMigration,
            null,
            $"Migration {record.Tree}@{record.Id} '{record.Title}' {(record.Status == AppliedStatus.Failed ? $"failed: {record.Error}" : "is running, or its run died.")}{(record.IsPartial ? " Its data are partly migrated." : "")} Run 'migrations {(record.Direction == MigrationDirection.Up ? "migrate" : "rollback --distance 1")}' to bring it to its end.");
}
