using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Reporting;

/// <summary>What came of one step.</summary>
public sealed record StepResult
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
