namespace Migrations;

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
