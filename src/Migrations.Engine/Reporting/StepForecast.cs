using Migrations.Engine.Planning;

namespace Migrations.Engine.Reporting;

/// <summary>How much a planned step has to do, as far as the server can tell without running it.</summary>
public sealed record StepForecast
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
