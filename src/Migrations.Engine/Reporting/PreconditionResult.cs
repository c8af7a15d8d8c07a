using Migrations.Engine.Model;

namespace Migrations.Engine.Reporting;

/// <summary>A precondition of a planned migration, and whether it is met.</summary>
public sealed record PreconditionResult
{
    /// <summary>The migration that asks for it.</summary>
    public required MigrationDescriptor Migration { get; init; }

    /// <summary>What is asked for.</summary>
    public required PreconditionAttribute Precondition { get; init; }

    /// <summary>Whether it was checked already; otherwise that is done just before its migration.</summary>
    public bool IsChecked { get; init; }

    /// <summary>What does not fit; null when it is met or not checked yet.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether <c>--force</c> passes over it.</summary>
    public bool IsSkipped { get; init; }
}
