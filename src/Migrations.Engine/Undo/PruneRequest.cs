namespace Migrations.Engine.Undo;

/// <summary>Which before images are to be deleted.</summary>
public sealed record PruneRequest
{
    /// <summary>Only of this tree; null for all.</summary>
    public string? Tree { get; init; }

    /// <summary>Only of migrations whose newest image is at least this old by the server's clock; null for all.</summary>
    public TimeSpan? OlderThan { get; init; }
}
