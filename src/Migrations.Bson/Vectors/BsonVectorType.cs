namespace Migrations.Bson;

/// <summary>What the elements of a binary vector are.</summary>
public enum BsonVectorType
{
    /// <summary>Signed 8-bit integers.</summary>
    Int8 = 0x03,

    /// <summary>Single bits, eight to a byte, the highest first.</summary>
    PackedBit = 0x10,

    /// <summary>32-bit floating point numbers.</summary>
    Float32 = 0x27,
}
