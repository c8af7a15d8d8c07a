using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;

namespace Migrations.Engine.Reporting;

/// <summary>What came of a run.</summary>
public sealed record RunResult
{
    /// <summary>What was planned.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What was stamped first, or null.</summary>
    public StampPlan? Stamp { get; init; }

    /// <summary>The steps that were taken, in order.</summary>
    public IReadOnlyList<StepResult> Steps { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
