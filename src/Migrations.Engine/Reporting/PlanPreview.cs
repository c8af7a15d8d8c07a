using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;

namespace Migrations.Engine.Reporting;

/// <summary>What a run would do, before it does it.</summary>
internal sealed record PlanPreview
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

    // How long each step takes, if that was asked for.
    internal IReadOnlyList<StepEstimate> Estimates { get; init; } = [];

    /// <summary>What migrations expect and the database does not have.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>A precondition of a planned migration, and whether it is met.</summary>
internal sealed record PreconditionResult
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

// How long a step takes, as far as a sample of its documents tells: to read them and to carry its body out, without writing.
internal sealed record StepEstimate(PlannedStep Step)
{
    // Null if no sample says anything.
    public TimeSpan? Duration { get; init; }

    public int Sample { get; init; }

    // Why not; null if there is an estimate.
    public string? Reason { get; init; }
}

/// <summary>How much a planned step has to do, as far as the server can tell without running it.</summary>
internal sealed record StepForecast
{
    /// <summary>The step.</summary>
    public required PlannedStep Step { get; init; }

    /// <summary>The collection that it goes through.</summary>
    public required string Collection { get; init; }

    /// <summary>About how many documents the collection has.</summary>
    public long Documents { get; init; }

    /// <summary>How many of them the migration's filter matches; null if it has none, or if counting would have taken too long.</summary>
    public long? Matching { get; init; }

    /// <summary>About how large the documents are in all, in bytes, uncompressed; null if the server does not say.</summary>
    public long? Bytes { get; init; }

    /// <summary>About how many bytes the before images take, uncompressed; 0 if the migration keeps none, null if that is not known.</summary>
    public long? ImageBytes { get; init; }
}
