using MongoDB.Bson;

namespace Migrations;

/// <summary>One step of a <see cref="FieldMigration"/>, as data.</summary>
public sealed class FieldStep
{
    internal FieldStep(FieldStepKind kind, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Kind = kind;
        Path = path;
    }

    /// <summary>What it does.</summary>
    public FieldStepKind Kind { get; }

    /// <summary>The field it is about; for a rename the old name, for a split or a join the one text.</summary>
    public string Path { get; }

    /// <summary>The new name of a rename, or the several fields of a split or a join.</summary>
    public IReadOnlyList<string> Others { get; internal init; } = [];

    /// <summary>The constant or the expression; for a cast the value for what cannot be cast, or null.</summary>
    public BsonValue? Value { get; internal init; }

    /// <summary>The constant or the expression of the way back, or null.</summary>
    public BsonValue? Back { get; internal init; }

    /// <summary>The type that a conversion applies to.</summary>
    public BsonType From { get; internal init; }

    /// <summary>The type that a conversion makes.</summary>
    public BsonType To { get; internal init; }

    /// <summary>The separator between the parts of a text.</summary>
    public string Separator { get; internal init; } = "";

    /// <summary>The steps for each document in the array.</summary>
    public IReadOnlyList<FieldStep> Steps { get; internal init; } = [];
}

/// <summary>What a step does to a document.</summary>
public enum FieldStepKind
{
    /// <summary>A field gets another name or place.</summary>
    Rename,

    /// <summary>A field that is missing gets a constant.</summary>
    SetDefault,

    /// <summary>A field gets a constant.</summary>
    Set,

    /// <summary>A field with one constant gets another.</summary>
    Replace,

    /// <summary>A field is removed.</summary>
    Unset,

    /// <summary>A value of one type becomes the same value of another, or the document is refused.</summary>
    Convert,

    /// <summary>A value of one type becomes one of another, as well as the server can convert it.</summary>
    Cast,

    /// <summary>A field that is missing gets what an expression gives.</summary>
    Compute,

    /// <summary>An existing field gets what an expression gives.</summary>
    Recompute,

    /// <summary>A text becomes several fields.</summary>
    Split,

    /// <summary>Several texts become one.</summary>
    Join,

    /// <summary>Steps for each document in an array.</summary>
    ForEach,
}
