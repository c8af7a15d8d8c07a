using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;

namespace Migrations.Engine.Reporting;

/// <summary>What a run would do, before it does it.</summary>
public sealed record PlanPreview
{
    /// <summary>The steps.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What would be stamped first, or null.</summary>
    public StampPlan? Stamp { get; init; }

    /// <summary>The preconditions of the steps; static ones are checked.</summary>
    public IReadOnlyList<PreconditionResult> Preconditions { get; init; } = [];

    // What is connected to.
    internal ChannelInfo Server { get; init; } = new();

    /// <summary>How much the steps have to do, for those that go through a collection and where the server tells.</summary>
    public IReadOnlyList<StepForecast> Forecasts { get; init; } = [];

    /// <summary>What migrations expect and the database does not have.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>A precondition of a planned migration, and whether it is met.</summary>
public sealed record PreconditionResult
{
    /// <summary>The migration that requires it.</summary>
    public required MigrationDescriptor Migration { get; init; }

    /// <summary>The requirement.</summary>
    public required PreconditionAttribute Precondition { get; init; }

    /// <summary>Whether it was checked already; otherwise that is done just before its migration.</summary>
    public bool IsChecked { get; init; }

    /// <summary>What does not fit; null when it is met or not checked yet.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether <c>--force</c> skips it.</summary>
    public bool IsSkipped { get; init; }
}
