namespace Migrations.Bson;

/// <summary>A BSON value. Two values are equal when type and bytes are.</summary>
public abstract partial class BsonValue : IEquatable<BsonValue>
{
    private protected BsonValue()
    {
    }

    /// <summary>The BSON type.</summary>
    public abstract BsonType BsonType { get; }

    /// <summary>Whether it is null.</summary>
    public bool IsBsonNull => BsonType == BsonType.Null;

    /// <summary>Whether it is a string.</summary>
    public bool IsString => BsonType == BsonType.String;

    /// <summary>Whether it is a number of any type.</summary>
    public bool IsNumeric => BsonType is BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128;

    /// <summary>The string that it is.</summary>
    public string AsString => As<BsonString>().Value;

    /// <summary>The 32-bit integer that it is.</summary>
    public int AsInt32 => As<BsonInt32>().Value;

    /// <summary>The 64-bit integer that it is.</summary>
    public long AsInt64 => As<BsonInt64>().Value;

    /// <summary>The double that it is.</summary>
    public double AsDouble => As<BsonDouble>().Value;

    /// <summary>The boolean that it is.</summary>
    public bool AsBoolean => As<BsonBoolean>().Value;

    /// <summary>The ObjectId that it is.</summary>
    public ObjectId AsObjectId => As<BsonObjectId>().Value;

    /// <summary>The document that it is.</summary>
    public BsonDocument AsBsonDocument => As<BsonDocument>();

    /// <summary>The array that it is.</summary>
    public BsonArray AsBsonArray => As<BsonArray>();

    /// <summary>The UUID that it is: binary of subtype 4.</summary>
    public Guid AsGuid => As<BsonBinaryData>().ToGuid();

    /// <summary>Compares type and bytes.</summary>
    public static bool operator ==(BsonValue? left, BsonValue? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares type and bytes.</summary>
    public static bool operator !=(BsonValue? left, BsonValue? right) => !(left == right);

    /// <summary>The number as a 64-bit integer, of whatever numeric type.</summary>
    public long ToInt64() => ToRawValue().ToInt64();

    /// <summary>The number as a 32-bit integer, of whatever numeric type.</summary>
    public int ToInt32() => ToRawValue().ToInt32();

    /// <summary>The number as a double, of whatever numeric type.</summary>
    public double ToDouble() => ToRawValue().ToDouble();

    /// <summary>Whether it is true, or a number other than 0, as the server reads flags.</summary>
    public bool ToBoolean() => ToRawValue().ToBoolean();

    /// <summary>The date as UTC time.</summary>
    /// <exception cref="OverflowException">It lies outside the years 1 to 9999.</exception>
    public DateTime ToUniversalTime() => As<BsonDateTime>().ToDateTime();

    /// <summary>The value as its bytes.</summary>
    public RawBsonValue ToRawValue()
    {
        if (Unchanged is { } bytes)
        {
            return new RawBsonValue(BsonType, bytes);
        }

        using var writer = new BsonWriter(64);
        WriteValue(writer, 0);
        return new RawBsonValue(BsonType, writer.ToArray());
    }

    /// <summary>A copy that shares nothing that can change.</summary>
    public virtual BsonValue Clone() => this;

    /// <inheritdoc />
    public bool Equals(BsonValue? other) => other is not null && (ReferenceEquals(this, other) || (BsonType == other.BsonType && ToRawValue().Equals(other.ToRawValue())));

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is BsonValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => ToRawValue().GetHashCode();

    // The bytes of a value that was read and never changed.
    private protected virtual ReadOnlyMemory<byte>? Unchanged => null;

    internal abstract void WriteValue(BsonWriter writer, int depth);

    private T As<T>()
        where T : BsonValue => this as T ?? throw new InvalidCastException($"The BSON value is of type {BsonType}, not {typeof(T).Name}.");
}
