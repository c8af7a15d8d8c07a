using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

/// <summary>One migration to be taken, and where the tree stands after it.</summary>
internal sealed record PlannedStep
{
    /// <summary>The migration.</summary>
    public required MigrationDescriptor Migration { get; init; }

    /// <summary>Upward or downward.</summary>
    public MigrationDirection Direction { get; init; }

    /// <summary>Where the tree stands before it; null for base.</summary>
    public Revision? HeadBefore { get; init; }

    /// <summary>Where the tree stands after it; null for base.</summary>
    public Revision? HeadAfter { get; init; }

    /// <summary>Whether an earlier run of it did not finish.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Whether it rolls back an upgrade that did not finish.</summary>
    public bool IsTurnedBack { get; init; }

    /// <summary>The checksum that it began with, where it was changed since and that was accepted; else null.</summary>
    public string? AcceptedChecksum { get; init; }

    /// <summary>What an interrupted run had written without a transaction, where it was accepted that the body begins again on that; else null.</summary>
    public string? AcceptedHalfDone { get; init; }

    /// <summary>Whether it is rolled back from the documents that it kept, because it has no body for the way back.</summary>
    public bool IsFromImages { get; init; }

    /// <summary>The values of its options: given ones and defaults.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    // The same migration in the other direction.
    internal PlannedStep Turned() => this with { Direction = Direction == MigrationDirection.Up ? MigrationDirection.Down : MigrationDirection.Up, HeadBefore = HeadAfter, HeadAfter = HeadBefore };
}

internal static class StepBodies
{
    public static MigrationBody Of(PlannedStep step) => Create(step.Migration);

    // The earlier migrations of a step's data, for the types that they moved.
    public static IEnumerable<(BodyKind Kind, MigrationBody Body)> Before(PlannedStep step)
    {
        var below = step.Direction == MigrationDirection.Up ? step.HeadBefore : step.HeadAfter;
        return below is null ? [] : below.PathFromBase().Select(r => (r.Migration.Kind, Create(r.Migration)));
    }

    // A body may name classes of the application as soon as it exists.
    private static MigrationBody Create(MigrationDescriptor migration)
    {
        if (migration.StoredBody is { } stored)
        {
            return stored;
        }

        MongoSetups.Run(migration.Type.Assembly);
        return PluginServices.CreateBody(migration.Type);
    }
}
