namespace Migrations.Bson;

public abstract partial class BsonValue
{
    /// <summary>Takes a string; null becomes BSON null.</summary>
    public static implicit operator BsonValue(string? value) => value is null ? BsonNull.Value : new BsonString(value);

    /// <summary>Takes a 32-bit integer.</summary>
    public static implicit operator BsonValue(int value) => new BsonInt32(value);

    /// <summary>Takes a 64-bit integer.</summary>
    public static implicit operator BsonValue(long value) => new BsonInt64(value);

    /// <summary>Takes a double.</summary>
    public static implicit operator BsonValue(double value) => new BsonDouble(value);

    /// <summary>Takes a boolean.</summary>
    public static implicit operator BsonValue(bool value) => value ? BsonBoolean.True : BsonBoolean.False;

    /// <summary>Takes an ObjectId.</summary>
    public static implicit operator BsonValue(ObjectId value) => new BsonObjectId(value);

    /// <summary>Takes a Decimal128.</summary>
    public static implicit operator BsonValue(Decimal128 value) => new BsonDecimal128(value);

    /// <summary>Takes a time, to the millisecond; a local time is turned into UTC, one of no stated kind is UTC.</summary>
    public static implicit operator BsonValue(DateTime value) => BsonDateTime.FromDateTime(value);

    /// <summary>Takes a UUID as binary of subtype 4.</summary>
    public static implicit operator BsonValue(Guid value) => new BsonBinaryData(value);

    /// <summary>Takes bytes as binary of subtype 0.</summary>
    public static implicit operator BsonValue(byte[]? value) => value is null ? BsonNull.Value : new BsonBinaryData(value);
}
