namespace Migrations.Bson;

public abstract partial class BsonValue
{
    /// <summary>Whether it is a 32-bit integer.</summary>
    public bool IsInt32 => BsonType == BsonType.Int32;

    /// <summary>Whether it is a 64-bit integer.</summary>
    public bool IsInt64 => BsonType == BsonType.Int64;

    /// <summary>Whether it is a double.</summary>
    public bool IsDouble => BsonType == BsonType.Double;

    /// <summary>Whether it is a 128-bit decimal.</summary>
    public bool IsDecimal128 => BsonType == BsonType.Decimal128;

    /// <summary>Whether it is a boolean.</summary>
    public bool IsBoolean => BsonType == BsonType.Boolean;

    /// <summary>Whether it is an ObjectId.</summary>
    public bool IsObjectId => BsonType == BsonType.ObjectId;

    /// <summary>Whether it is a date.</summary>
    public bool IsBsonDateTime => BsonType == BsonType.DateTime;

    /// <summary>Whether it is binary data.</summary>
    public bool IsBsonBinaryData => BsonType == BsonType.Binary;

    /// <summary>Whether it is a document.</summary>
    public bool IsBsonDocument => BsonType == BsonType.Document;

    /// <summary>Whether it is an array.</summary>
    public bool IsBsonArray => BsonType == BsonType.Array;

    /// <summary>The 128-bit decimal that it is.</summary>
    public Decimal128 AsDecimal128 => As<BsonDecimal128>().Value;

    /// <summary>The date that it is.</summary>
    public BsonDateTime AsBsonDateTime => As<BsonDateTime>();

    /// <summary>The timestamp that it is.</summary>
    public BsonTimestamp AsBsonTimestamp => As<BsonTimestamp>();

    /// <summary>The binary data that it is.</summary>
    public BsonBinaryData AsBsonBinaryData => As<BsonBinaryData>();

    /// <summary>The regular expression that it is.</summary>
    public BsonRegularExpression AsBsonRegularExpression => As<BsonRegularExpression>();
}
