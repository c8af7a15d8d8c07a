namespace Migrations.Engine.Storage;

/// <summary>How far an unfinished document migration is, from the checkpoints of its ranges: what any machine can see.</summary>
public sealed record RangeSummary
{
    /// <summary>Documents looked at.</summary>
    public long Documents { get; init; }

    /// <summary>Documents changed.</summary>
    public long Modified { get; init; }

    /// <summary>Documents inserted.</summary>
    public long Inserted { get; init; }

    /// <summary>Documents removed.</summary>
    public long Deleted { get; init; }

    /// <summary>Documents there were when it began.</summary>
    public long Total { get; init; }

    /// <summary>Into how many ranges the collection is cut.</summary>
    public int Ranges { get; init; }

    /// <summary>How many of them are finished.</summary>
    public int RangesDone { get; init; }

    /// <summary>How many of them may have a batch that is written and not counted yet.</summary>
    public int Announced { get; init; }
}
