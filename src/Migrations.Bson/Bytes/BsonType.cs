namespace Migrations.Bson;

/// <summary>The type byte of a BSON element, as the BSON specification numbers them.</summary>
public enum BsonType
{
    /// <summary>No type: the byte that ends a document.</summary>
    EndOfDocument = 0,

    /// <summary>64-bit IEEE 754 binary floating point.</summary>
    Double = 1,

    /// <summary>UTF-8 string.</summary>
    String = 2,

    /// <summary>Embedded document.</summary>
    Document = 3,

    /// <summary>Array: a document whose names are positions.</summary>
    Array = 4,

    /// <summary>Binary data with a subtype.</summary>
    Binary = 5,

    /// <summary>Undefined (deprecated).</summary>
    Undefined = 6,

    /// <summary>ObjectId of 12 bytes.</summary>
    ObjectId = 7,

    /// <summary>False or true.</summary>
    Boolean = 8,

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    DateTime = 9,

    /// <summary>Null.</summary>
    Null = 10,

    /// <summary>Regular expression: pattern and options.</summary>
    RegularExpression = 11,

    /// <summary>Pointer to a document of another collection (deprecated).</summary>
    DBPointer = 12,

    /// <summary>JavaScript code.</summary>
    JavaScript = 13,

    /// <summary>Symbol (deprecated).</summary>
    Symbol = 14,

    /// <summary>JavaScript code with a scope (deprecated).</summary>
    JavaScriptWithScope = 15,

    /// <summary>32-bit integer.</summary>
    Int32 = 16,

    /// <summary>MongoDB's internal timestamp.</summary>
    Timestamp = 17,

    /// <summary>64-bit integer.</summary>
    Int64 = 18,

    /// <summary>128-bit IEEE 754 decimal floating point.</summary>
    Decimal128 = 19,

    /// <summary>Greater than every other value.</summary>
    MaxKey = 0x7F,

    /// <summary>Less than every other value.</summary>
    MinKey = 0xFF,
}
