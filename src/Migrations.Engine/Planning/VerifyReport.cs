using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

/// <summary>What the gate found.</summary>
internal sealed record VerifyReport
{
    /// <summary>Faults, all of them.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Warnings.</summary>
    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>Migrations that are not applied yet.</summary>
    public IReadOnlyList<MigrationDescriptor> Pending { get; init; } = [];

    /// <summary>Migrations that are applied and unchanged.</summary>
    public int VerifiedCount { get; init; }

    // Checks the state of a database against a plugin.
    internal static VerifyReport Create(RevisionGraph graph, DatabaseState state, string? tree)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(state);
        var request = new PlanRequest { Tree = tree };
        if (graph.IsEmpty && state.IsBlank && Target.Resolve(graph, state, request).Via is null)
        {
            return new VerifyReport();
        }

        Consistency.RequireInitialised(state);
        var trees = Target.Resolve(graph, state, request).Trees;
        var trails = trees.Where(state.IsReadable).Select(t => Trail.Of(graph.Tree(t), state)).ToList();
        List<MigrationDescriptor> pending = [.. trails.SelectMany(t => WayFindings.Pending(t, state)).OrderBy(m => m.Id, RevisionId.Comparer)];
        return new VerifyReport
        {
            Findings = Planning.Findings.Of(graph, state, trees).For(Purpose.Verify),
            Pending = pending,
            VerifiedCount = trails.SelectMany(t => t.Tree.Migrations).Count(m => state.Find(m.Tree, m.Id) is { IsApplied: true } record && record.Checksum == m.Checksum),
        };
    }

    internal VerifyReport With(IReadOnlyList<Finding> more) => this with { Findings = [.. Findings, .. more.Where(f => !f.IsWarning)], Warnings = [.. Warnings, .. more.Where(f => f.IsWarning)] };
}
