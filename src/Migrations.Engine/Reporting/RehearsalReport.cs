using MongoDB.Bson;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Reporting;

/// <summary>Whether a rollback restores the data, tried in a transaction that was then rolled back.</summary>
internal sealed record RehearsalReport
{
    /// <summary>What was planned.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The steps, in order, each on the data of the one before.</summary>
    public IReadOnlyList<RehearsedStep> Steps { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether a rollback does not restore the data.</summary>
    public bool HasDifferences => Steps.Any(s => s.Outcome == RehearsalOutcome.Different);
}

/// <summary>One step of a rehearsal.</summary>
internal sealed record RehearsedStep
{
    /// <summary>The step, as it was planned.</summary>
    public required PlannedStep Step { get; init; }

    /// <summary>The outcome.</summary>
    public RehearsalOutcome Outcome { get; init; }

    /// <summary>Why nothing was compared; empty if something was.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Documents that were compared.</summary>
    public long Documents { get; init; }

    /// <summary>How many of them are not what they were.</summary>
    public long DifferentDocuments { get; init; }

    /// <summary>The first of these.</summary>
    public IReadOnlyList<RehearsalDifference> Differences { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>The outcome of a rehearsed step.</summary>
internal enum RehearsalOutcome
{
    /// <summary>Every document was restored; the order of fields does not count.</summary>
    Exact,

    /// <summary>Some documents are not what they were.</summary>
    Different,

    /// <summary>Nothing could be compared; the reason says why.</summary>
    NotCompared,
}

/// <summary>A document that is not what it was.</summary>
internal sealed record RehearsalDifference
{
    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The document's <c>_id</c>.</summary>
    public required BsonValue Id { get; init; }

    /// <summary>The first field that is different, or null if the document itself is gone or new.</summary>
    public string? Path { get; init; }

    /// <summary>What the field was, as text; null if it did not exist.</summary>
    public string? Before { get; init; }

    /// <summary>What the field is now, as text; null if it does not exist.</summary>
    public string? After { get; init; }

    /// <summary>What is different, in words.</summary>
    public required string Text { get; init; }
}
