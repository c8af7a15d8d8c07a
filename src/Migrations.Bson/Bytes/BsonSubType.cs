namespace Migrations.Bson;

/// <summary>The subtype of binary data.</summary>
public enum BsonSubType
{
    /// <summary>Any bytes.</summary>
    Binary = 0,

    /// <summary>A function.</summary>
    Function = 1,

    /// <summary>Any bytes with an inner length (deprecated).</summary>
    OldBinary = 2,

    /// <summary>A UUID in an order that depends on who wrote it (deprecated).</summary>
    UuidLegacy = 3,

    /// <summary>A UUID in the order of RFC 9562.</summary>
    UuidStandard = 4,

    /// <summary>An MD5 hash.</summary>
    MD5 = 5,

    /// <summary>An encrypted value.</summary>
    Encrypted = 6,

    /// <summary>Compressed time series data.</summary>
    Column = 7,

    /// <summary>Data that should not be logged.</summary>
    Sensitive = 8,

    /// <summary>A vector of numbers.</summary>
    Vector = 9,

    /// <summary>The first subtype that users may define.</summary>
    UserDefined = 0x80,
}
