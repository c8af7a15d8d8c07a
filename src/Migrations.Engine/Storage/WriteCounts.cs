namespace Migrations.Engine.Storage;

/// <summary>What was written, counted from the server's replies.</summary>
public sealed record WriteCounts
{
    /// <summary>Documents inserted.</summary>
    public long Inserted { get; init; }

    /// <summary>Documents that update filters matched.</summary>
    public long Matched { get; init; }

    /// <summary>Documents changed.</summary>
    public long Modified { get; init; }

    /// <summary>Documents removed.</summary>
    public long Deleted { get; init; }

    internal static WriteCounts Sum(WriteCounts a, WriteCounts b) => new()
    {
        Inserted = a.Inserted + b.Inserted,
        Matched = a.Matched + b.Matched,
        Modified = a.Modified + b.Modified,
        Deleted = a.Deleted + b.Deleted,
    };
}
