namespace Migrations.Engine.Planning;

/// <summary>What a user asks for.</summary>
public sealed record PlanRequest
{
    /// <summary>Upward or downward. Default: upward.</summary>
    public MigrationDirection Direction { get; init; }

    /// <summary>Only this tree; null for all.</summary>
    public string? Tree { get; init; }

    /// <summary>An id, a version, <c>head</c>, <c>base</c>, or one of these as <c>tree@target</c>; null for none.</summary>
    public string? To { get; init; }

    /// <summary>How many migrations at most; null for no limit.</summary>
    public int? Distance { get; init; }

    /// <summary>All pending migrations of all trees.</summary>
    public static PlanRequest All => new();
}
