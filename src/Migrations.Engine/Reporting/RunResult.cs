using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Reporting;

/// <summary>The result of a run.</summary>
internal sealed record RunResult
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

/// <summary>The result of one step.</summary>
internal sealed record StepResult
{
    /// <summary>The step.</summary>
    public required PlannedStep Step { get; init; }

    /// <summary>Whether transactions were used.</summary>
    public bool UsedTransaction { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What it wrote, counted from the server's replies.</summary>
    public WriteCounts Counts { get; init; } = new();

    /// <summary>What the migration reported.</summary>
    public IReadOnlyList<ReportedAction> Actions { get; init; } = [];
}
