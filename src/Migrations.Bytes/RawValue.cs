using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MongoDB.Bson;

namespace Migrations.Bytes;

/// <summary>A value as its type and bytes.</summary>
public readonly struct RawValue : IEquatable<RawValue>
{
    /// <summary>Takes bytes as a value of a type.</summary>
    public RawValue(BsonType type, ReadOnlyMemory<byte> bytes)
    {
        Type = type;
        Bytes = bytes;
    }

    /// <summary>The type.</summary>
    public BsonType Type { get; }

    /// <summary>The bytes, without type and name.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it is null.</summary>
    public bool IsNull => Type == BsonType.Null;

    /// <summary>The value as a 32-bit integer.</summary>
    public int AsInt32 => BinaryPrimitives.ReadInt32LittleEndian(Of(BsonType.Int32));

    /// <summary>The value as a 64-bit integer.</summary>
    public long AsInt64 => BinaryPrimitives.ReadInt64LittleEndian(Of(BsonType.Int64));

    /// <summary>The value as a double.</summary>
    public double AsDouble => BinaryPrimitives.ReadDoubleLittleEndian(Of(BsonType.Double));

    /// <summary>The value as a boolean.</summary>
    public bool AsBoolean => Of(BsonType.Boolean)[0] == 1;

    /// <summary>The value as an ObjectId.</summary>
    public ObjectId AsObjectId => new(Of(BsonType.ObjectId).ToArray());

    /// <summary>The value as a date, in milliseconds since 1970-01-01 UTC.</summary>
    public long AsDateTimeMilliseconds => BinaryPrimitives.ReadInt64LittleEndian(Of(BsonType.DateTime));

    /// <summary>The value as a timestamp: seconds in the upper half, increment in the lower.</summary>
    public ulong AsTimestamp => BinaryPrimitives.ReadUInt64LittleEndian(Of(BsonType.Timestamp));

    /// <summary>The value as a Decimal128.</summary>
    public Decimal128 AsDecimal128 => ReadDecimal128(Of(BsonType.Decimal128));

    /// <summary>The value as a string, in UTF-8; also a symbol or JavaScript.</summary>
    public ReadOnlySpan<byte> AsUtf8 => Type is BsonType.String or BsonType.Symbol or BsonType.JavaScript ? Bytes.Span[4..^1] : throw Mismatch(BsonType.String);

    /// <summary>The value as a string; also a symbol or JavaScript.</summary>
    /// <exception cref="BsonFormatException">It is not valid UTF-8.</exception>
    public string AsString
    {
        get
        {
            var text = AsUtf8;
            RawReader.CheckUtf8(text, 4);
            return Encoding.UTF8.GetString(text);
        }
    }

    /// <summary>The value as a document.</summary>
    public RawDocument AsDocument => Type == BsonType.Document ? new RawDocument(Bytes) : throw Mismatch(BsonType.Document);

    /// <summary>The value as an array.</summary>
    public RawArray AsArray => Type == BsonType.Array ? new RawArray(Bytes) : throw Mismatch(BsonType.Array);

    /// <summary>The payload of binary data.</summary>
    public ReadOnlySpan<byte> AsBinary => Of(BsonType.Binary)[5..];

    /// <summary>The subtype of binary data.</summary>
    public byte BinarySubType => Of(BsonType.Binary)[4];

    /// <summary>Compares type and bytes.</summary>
    public static bool operator ==(RawValue left, RawValue right) => left.Equals(right);

    /// <summary>Compares type and bytes.</summary>
    public static bool operator !=(RawValue left, RawValue right) => !left.Equals(right);

    /// <summary>The number as a 64-bit integer, of whatever numeric type; booleans count as 0 and 1.</summary>
    /// <exception cref="InvalidCastException">It is not a number.</exception>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public long ToInt64() => Type switch
    {
        BsonType.Int32 => AsInt32,
        BsonType.Int64 => AsInt64,
        BsonType.Double => checked((long)AsDouble),
        BsonType.Decimal128 => Decimal128.ToInt64(AsDecimal128),
        BsonType.Boolean => AsBoolean ? 1 : 0,
        _ => throw Mismatch(BsonType.Int64),
    };

    /// <summary>The number as a 32-bit integer, of whatever numeric type.</summary>
    public int ToInt32() => checked((int)ToInt64());

    /// <summary>The number as a double, of whatever numeric type.</summary>
    public double ToDouble() => Type switch
    {
        BsonType.Double => AsDouble,
        BsonType.Decimal128 => double.Parse(AsDecimal128.ToString(), CultureInfo.InvariantCulture),
        _ => ToInt64(),
    };

    /// <summary>Whether it is true, or a number other than 0, as the server reads flags.</summary>
    public bool ToBoolean() => Type switch
    {
        BsonType.Boolean => AsBoolean,
        BsonType.Null or BsonType.Undefined => false,
        BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128 => ToDouble() is not 0,
        _ => true,
    };

    /// <summary>The value as the driver's object. What the driver cannot represent (invalid UTF-8, a DBPointer, a UUID of another length) becomes an object that only keeps the bytes.</summary>
    public BsonValue ToBsonValue() => TreeReader.Exact.ReadValue(Type, Bytes.Span);

    /// <summary>The value as an object that can only be written, by <see cref="RawWriter"/>: nothing is copied or looked at.</summary>
    public BsonValue Embed() => new VerbatimValue(this);

    /// <inheritdoc />
    public bool Equals(RawValue other) => Type == other.Type && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is RawValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Type);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The value for messages: as mongosh takes it, for example <c>UUID("...")</c>, on one line, and cut where it is long.</summary>
    public string ToText() => ValueText.Of(this);

    /// <summary>The value as relaxed Extended JSON, whole: what is not valid UTF-8 is replaced.</summary>
    public override string ToString() => TreeReader.Lenient.ReadValue(Type, Bytes.Span).ToJson();

    internal static Decimal128 ReadDecimal128(ReadOnlySpan<byte> bytes) =>
        Decimal128.FromIEEEBits(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes));

    private ReadOnlySpan<byte> Of(BsonType type) => Type == type ? Bytes.Span : throw Mismatch(type);

    private InvalidCastException Mismatch(BsonType wanted) => new($"The BSON value is of type {Type}, not {wanted}.");
}

/// <summary>Types of the BSON specification that the driver's enumeration lacks.</summary>
public static class BsonTypes
{
    /// <summary>Pointer to a document of another collection (deprecated). The driver has neither a name nor a class for it.</summary>
    public const BsonType DBPointer = (BsonType)0x0C;

    // Deprecated in the specification, and still in old data.
    internal const BsonBinarySubType OldBinary = (BsonBinarySubType)2;
}

// A value that is copied byte for byte: because the driver cannot represent it, or because nobody needs to look inside. Only our writer accepts it; the driver's serializers refuse it.
internal sealed class VerbatimValue(RawValue raw) : BsonValue
{
    public RawValue Raw => raw;

    public override BsonType BsonType => raw.Type;

    public override int CompareTo(BsonValue other) => other is VerbatimValue verbatim && verbatim.Raw.Type == raw.Type
        ? raw.Bytes.Span.SequenceCompareTo(verbatim.Raw.Bytes.Span)
        : CompareTypeTo(other);

    public override bool Equals(object? obj) => obj is VerbatimValue other && raw.Equals(other.Raw);

    public override int GetHashCode() => raw.GetHashCode();

    public override string ToString() => raw.ToString();
}
