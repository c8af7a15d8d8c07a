using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Reporting;

/// <summary>What a run did in a transaction that was then rolled back.</summary>
internal sealed record DryRunReport
{
    /// <summary>What was planned.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What would be stamped first, or null.</summary>
    public StampPlan? Stamp { get; init; }

    /// <summary>The preconditions, all of them checked.</summary>
    public IReadOnlyList<PreconditionResult> Preconditions { get; init; } = [];

    /// <summary>What migrations expect and the database does not have.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The steps that were tried, in order, each on the data of the one before.</summary>
    public IReadOnlyList<DryRunStep> Steps { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>One step of a dry run.</summary>
internal sealed record DryRunStep
{
    // Which collections author's code wrote to.
    internal IReadOnlyList<string> Touched { get; init; } = [];

    /// <summary>The step.</summary>
    public required PlannedStep Step { get; init; }

    /// <summary>What was written, as the server counted it.</summary>
    public WriteCounts Counts { get; init; } = new();

    /// <summary>What the migration reported, and changes of collections and indexes that were not carried out.</summary>
    public IReadOnlyList<ReportedAction> Actions { get; init; } = [];

    /// <summary>Documents that were looked at.</summary>
    public long Documents { get; init; }

    /// <summary>Documents that there are in all; more than <see cref="Documents"/> when only the first were tried.</summary>
    public long Total { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
