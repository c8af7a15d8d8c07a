using System.Runtime.CompilerServices;

namespace Migrations.Engine.Model;

/// <summary>A migration of the plugin: what is known of it without running it.</summary>
internal sealed record MigrationDescriptor
{
    /// <summary>Tree, id, title, line and version.</summary>
    public required MigrationIdentity Identity { get; init; }

    /// <summary>The migration's class.</summary>
    public required Type Type { get; init; }

    /// <summary>The kind of its body.</summary>
    public required BodyKind Kind { get; init; }

    /// <summary>What the database has of its way back, where the plugin does not have the migration; null for the plugin's own.</summary>
    public MigrationBody? StoredBody { get; init; }

    /// <summary>Whether it can be rolled back.</summary>
    public bool IsReversible { get; init; }

    /// <summary>The members of its way up that nobody has written yet, separated by commas; null if all are written.</summary>
    public string? NotWritten { get; init; }

    /// <summary>The same of its way back, which then does not count as one.</summary>
    public string? DownNotWritten { get; init; }

    /// <summary>Whether all that it says it has is written.</summary>
    public bool IsWritten => NotWritten is null && DownNotWritten is null;

    /// <summary>Why it cannot be rolled back, as its author says; null if that is not said.</summary>
    public string? IrreversibleBecause { get; init; }

    /// <summary>Why it destroys data on its way up, as its author says; null if that is not said.</summary>
    public string? DestructiveBecause { get; init; }

    /// <summary>What its way up destroys, as far as the compiler could tell; null if nothing is known.</summary>
    public string? Destroys { get; init; }

    /// <summary>The steps of a field migration that have no way back.</summary>
    public IReadOnlyList<string> IrreversibleSteps { get; init; } = [];

    /// <summary>Whether its batches store the documents as they were, so that it can be rolled back without a body for it.</summary>
    public bool KeepsBeforeImages { get; init; }

    /// <summary>The transaction mode it asks for.</summary>
    public TransactionMode Transaction { get; init; }

    /// <summary>Whether its bodies may begin again on data that they have half changed.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>SHA-256 over its normalised source.</summary>
    public required string Checksum { get; init; }

    /// <summary>The checksum of its way back, or null if none is written.</summary>
    public string? DownChecksum { get; init; }

    // SHA-256 of what is stored of its way back; null for the plugin's own.
    public string? StoredDigest { get; init; }

    // What tells its way back from another one. Steps and maps have one without a line of code for it, so it changes with the whole.
    public string? WayBackChecksum => DownChecksum ?? (IsReversible ? Checksum : null);

    /// <summary>Its source file, relative to the plugin project.</summary>
    public string File { get; init; } = "";

    /// <summary>The line of its class in that file.</summary>
    public int SourceLine { get; init; }

    /// <summary>The revision it starts from, as it was written; null for the one before it.</summary>
    public string? Parent { get; init; }

    /// <summary>The name of the one-shot that it is, or null.</summary>
    public string? OneShot { get; init; }

    /// <summary>For a one-shot, the revision it leads to, as it was written.</summary>
    public string? To { get; init; }

    /// <summary>What must be applied before it in other trees: <c>tree</c> or <c>tree@revision</c>.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>The options it declares.</summary>
    public IReadOnlyList<MigrationOptionAttribute> Options { get; init; } = [];

    /// <summary>What must be true before it runs upward.</summary>
    public IReadOnlyList<PreconditionAttribute> Preconditions { get; init; } = [];

    /// <summary>Whether no path crosses it.</summary>
    public bool IsBarrier => Kind.IsBarrier;

    /// <summary>The history it belongs to.</summary>
    public string Tree => Identity.Tree;

    /// <summary>What identifies it within its tree.</summary>
    public string Id => Identity.Id;

    /// <summary>The line (branch) of the tree, or null.</summary>
    public string? Line => Identity.Line;

    /// <inheritdoc />
    /// <remarks>A migration occurs once in a catalogue, so it only equals itself.</remarks>
    public bool Equals(MigrationDescriptor? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Where its source is, as messages say it: <c>file(line)</c>.</summary>
    public string Place => $"{File}({SourceLine})";
}
