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
