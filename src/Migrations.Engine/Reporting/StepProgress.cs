namespace Migrations.Engine.Reporting;

/// <summary>How far a document migration is.</summary>
internal sealed record StepProgress
{
    /// <summary>Documents looked at, those of earlier runs included.</summary>
    public long Documents { get; init; }

    /// <summary>Into how many ranges the collection is cut.</summary>
    public int Ranges { get; init; }

    /// <summary>How many of them are finished.</summary>
    public int RangesDone { get; init; }

    /// <summary>Documents changed, those of earlier runs included.</summary>
    public long Modified { get; init; }

    /// <summary>Documents inserted, those of earlier runs included.</summary>
    public long Inserted { get; init; }

    /// <summary>Documents removed, those of earlier runs included.</summary>
    public long Deleted { get; init; }

    /// <summary>Documents that could not be migrated and are listed as failed.</summary>
    public long Failed { get; init; }

    /// <summary>Documents there are in all, as counted at the start; 0 if unknown.</summary>
    public long Total { get; init; }

    /// <summary>Documents looked at by earlier runs.</summary>
    public long ResumedFrom { get; init; }

    /// <summary>Time since this run of the step began.</summary>
    public TimeSpan Elapsed { get; init; }
}
