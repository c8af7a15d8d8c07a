using Migrations.Engine.Discovery;

namespace Migrations.Engine.Planning;

/// <summary>One migration to be taken, and where the tree stands after it.</summary>
public sealed record PlannedStep
{
    /// <summary>The migration.</summary>
    public required MigrationDescriptor Migration { get; init; }

    /// <summary>Upward or downward.</summary>
    public MigrationDirection Direction { get; init; }

    /// <summary>The tree's head afterwards; null for base.</summary>
    public MigrationDescriptor? HeadAfter { get; init; }

    /// <summary>Whether an earlier run of it did not come to its end.</summary>
    public bool IsResumed { get; init; }
}
