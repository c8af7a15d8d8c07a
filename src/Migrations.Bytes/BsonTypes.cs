using MongoDB.Bson;

namespace Migrations.Bytes;

/// <summary>Types of the BSON specification that the driver's enumeration lacks.</summary>
public static class BsonTypes
{
    /// <summary>Pointer to a document of another collection (deprecated). The driver has neither a name nor a class for it.</summary>
    public const BsonType DBPointer = (BsonType)0x0C;

    // Deprecated in the specification, and still in old data.
    internal const BsonBinarySubType OldBinary = (BsonBinarySubType)2;
}
