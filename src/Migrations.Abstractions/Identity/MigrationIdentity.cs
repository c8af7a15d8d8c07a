namespace Migrations;

/// <summary>Which migration: its tree, id, title and version.</summary>
public sealed record MigrationIdentity
{
    /// <summary>The history it belongs to.</summary>
    public required string Tree { get; init; }

    /// <summary>What identifies it within its tree.</summary>
    public required string Id { get; init; }

    /// <summary>One line that describes it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The line of the tree that it belongs to, or null.</summary>
    public string? Line { get; init; }

    /// <summary>The version that the tree has after it, or null.</summary>
    public string? Version { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Tree}@{Id}";
}

/// <summary>Versions that are known only when the project is built.</summary>
public static class MigrationVersion
{
    /// <summary>The version of the project (<c>PackageVersion</c>) at the time it is built.</summary>
    public const string Next = "next";
}
