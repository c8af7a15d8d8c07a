namespace Migrations.Engine.Discovery;

/// <summary>A migration of the plugin: what is known of it without running it.</summary>
public sealed record MigrationDescriptor
{
    /// <summary>Tree, id, title and version.</summary>
    public required MigrationIdentity Identity { get; init; }

    /// <summary>The migration's class.</summary>
    public required Type Type { get; init; }

    /// <summary>The kind of its body.</summary>
    public BodyKind Kind { get; init; }

    /// <summary>Whether it can be rolled back.</summary>
    public bool IsReversible { get; init; }

    /// <summary>The transaction mode it asks for.</summary>
    public TransactionMode Transaction { get; init; }

    /// <summary>SHA-256 over its normalised source.</summary>
    public required string Checksum { get; init; }

    /// <summary>Its source file, relative to the plugin project.</summary>
    public string File { get; init; } = "";

    /// <summary>The line of its class.</summary>
    public int Line { get; init; }

    /// <summary>The history it belongs to.</summary>
    public string Tree => Identity.Tree;

    /// <summary>Its timestamp.</summary>
    public string Id => Identity.Id;
}
