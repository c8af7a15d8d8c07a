namespace Migrations.Engine.Storage;

/// <summary>Where a tree of a database stands.</summary>
public sealed record HeadRecord
{
    /// <summary>The tree.</summary>
    public required string Tree { get; init; }

    /// <summary>The id of the revision it stands at; null at base.</summary>
    public string? Revision { get; init; }

    /// <summary>The line there, or null.</summary>
    public string? Line { get; init; }

    /// <summary>The version there, or null.</summary>
    public string? Version { get; init; }

    /// <summary>The run that put it there.</summary>
    public string Run { get; init; } = "";

    /// <summary>The name of the plugin that the tree belongs to; null before a plugin that says so has moved it.</summary>
    public string? Plugin { get; init; }

    /// <summary>Whether nobody has said yet where this tree stands: others of the database were recorded without it.</summary>
    public bool IsUnknown { get; init; }
}
