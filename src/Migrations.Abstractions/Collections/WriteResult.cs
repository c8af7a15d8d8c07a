namespace Migrations;

/// <summary>What a write did.</summary>
public sealed record WriteResult
{
    /// <summary>Documents that were inserted, upserted ones not included.</summary>
    public long InsertedCount { get; init; }

    /// <summary>Documents that the filters matched.</summary>
    public long MatchedCount { get; init; }

    /// <summary>Documents that were really changed.</summary>
    public long ModifiedCount { get; init; }

    /// <summary>Documents that were removed.</summary>
    public long DeletedCount { get; init; }

    /// <summary>Documents that were inserted because an upsert matched none.</summary>
    public long UpsertedCount { get; init; }
}
