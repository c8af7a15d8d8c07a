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

    /// <summary>What migrations expect of the database and it does not have.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
