namespace Migrations.Engine.Undo;

/// <summary>The before images of one migration that were deleted; it cannot be rolled back from them any more.</summary>
public sealed record PrunedImages
{
    /// <summary>The tree.</summary>
    public required string Tree { get; init; }

    /// <summary>The migration's id.</summary>
    public required string Id { get; init; }

    /// <summary>How many documents they held.</summary>
    public long Documents { get; init; }

    /// <summary>How many bytes they took, compressed.</summary>
    public long Bytes { get; init; }
}
