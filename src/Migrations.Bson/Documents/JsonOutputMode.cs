namespace Migrations.Bson;

/// <summary>The two forms of Extended JSON v2.</summary>
public enum JsonOutputMode
{
    /// <summary>Readable: numbers and dates as plain JSON where possible; the number type can be lost.</summary>
    Relaxed,

    /// <summary>Exact: every type is kept.</summary>
    Canonical,
}
