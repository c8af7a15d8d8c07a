using System.Buffers.Binary;
using System.Buffers.Text;
using MongoDB.Bson;

namespace Migrations.Bytes;

// Every element is written by name as text or, without turning text into bytes, by name as UTF-8.
public sealed partial class RawWriter
{
    /// <summary>Starts a document at top level.</summary>
    public void WriteStartDocument()
    {
        _starts.Push(_length);
        Grow(4);
    }

    /// <summary>Ends the innermost document or array.</summary>
    public void WriteEndDocument()
    {
        Grow(1)[0] = 0;
        EndLength();
    }

    /// <summary>Ends the innermost array.</summary>
    public void WriteEndArray() => WriteEndDocument();

    /// <summary>Starts an embedded document.</summary>
    public void WriteStartDocument(string name)
    {
        WriteHeader(BsonType.Document, name);
        WriteStartDocument();
    }

    /// <summary>Starts an embedded document.</summary>
    public void WriteStartDocument(ReadOnlySpan<byte> name)
    {
        WriteHeader(BsonType.Document, name);
        WriteStartDocument();
    }

    /// <summary>Starts a document that is an item of an array: its position is its name.</summary>
    public void WriteStartItem(int position)
    {
        const int longest = 11;
        Span<byte> name = stackalloc byte[longest];
        Utf8Formatter.TryFormat(position, name, out var length);
        WriteStartDocument(name[..length]);
    }

    /// <summary>Starts an array; its elements are written with their positions as names.</summary>
    public void WriteStartArray(string name)
    {
        WriteHeader(BsonType.Array, name);
        WriteStartDocument();
    }

    /// <summary>Starts an array; its elements are written with their positions as names.</summary>
    public void WriteStartArray(ReadOnlySpan<byte> name)
    {
        WriteHeader(BsonType.Array, name);
        WriteStartDocument();
    }

    /// <summary>Writes a 32-bit integer.</summary>
    public void WriteInt32(string name, int value)
    {
        WriteHeader(BsonType.Int32, name);
        WriteInt32Value(value);
    }

    /// <summary>Writes a 32-bit integer.</summary>
    public void WriteInt32(ReadOnlySpan<byte> name, int value)
    {
        WriteHeader(BsonType.Int32, name);
        WriteInt32Value(value);
    }

    /// <summary>Writes a 64-bit integer.</summary>
    public void WriteInt64(string name, long value)
    {
        WriteHeader(BsonType.Int64, name);
        WriteInt64Value(value);
    }

    /// <summary>Writes a 64-bit integer.</summary>
    public void WriteInt64(ReadOnlySpan<byte> name, long value)
    {
        WriteHeader(BsonType.Int64, name);
        WriteInt64Value(value);
    }

    /// <summary>Writes a double, its bits unchanged.</summary>
    public void WriteDouble(string name, double value)
    {
        WriteHeader(BsonType.Double, name);
        WriteInt64Value(BitConverter.DoubleToInt64Bits(value));
    }

    /// <summary>Writes a double, its bits unchanged.</summary>
    public void WriteDouble(ReadOnlySpan<byte> name, double value)
    {
        WriteHeader(BsonType.Double, name);
        WriteInt64Value(BitConverter.DoubleToInt64Bits(value));
    }

    /// <summary>Writes a string.</summary>
    public void WriteString(string name, string value)
    {
        WriteHeader(BsonType.String, name);
        WriteStringValue(value);
    }

    /// <summary>Writes a string.</summary>
    public void WriteString(ReadOnlySpan<byte> name, string value)
    {
        WriteHeader(BsonType.String, name);
        WriteStringValue(value);
    }

    /// <summary>Writes a string that is there as UTF-8.</summary>
    /// <exception cref="BsonFormatException">It is not valid UTF-8.</exception>
    public void WriteUtf8(string name, ReadOnlySpan<byte> value)
    {
        RawReader.CheckUtf8(value, 0);
        WriteHeader(BsonType.String, name);
        WriteStringValue(value);
    }

    /// <summary>Writes a boolean.</summary>
    public void WriteBoolean(string name, bool value)
    {
        WriteHeader(BsonType.Boolean, name);
        Grow(1)[0] = value ? (byte)1 : (byte)0;
    }

    /// <summary>Writes a boolean.</summary>
    public void WriteBoolean(ReadOnlySpan<byte> name, bool value)
    {
        WriteHeader(BsonType.Boolean, name);
        Grow(1)[0] = value ? (byte)1 : (byte)0;
    }

    /// <summary>Writes null.</summary>
    public void WriteNull(string name)
    {
        WriteHeader(BsonType.Null, name);
    }

    /// <summary>Writes null.</summary>
    public void WriteNull(ReadOnlySpan<byte> name)
    {
        WriteHeader(BsonType.Null, name);
    }

    /// <summary>Writes an ObjectId.</summary>
    public void WriteObjectId(string name, ObjectId value)
    {
        WriteHeader(BsonType.ObjectId, name);
        WriteBytes(value.ToByteArray());
    }

    /// <summary>Writes an ObjectId.</summary>
    public void WriteObjectId(ReadOnlySpan<byte> name, ObjectId value)
    {
        WriteHeader(BsonType.ObjectId, name);
        WriteBytes(value.ToByteArray());
    }

    /// <summary>Writes a date as milliseconds since 1970-01-01 UTC.</summary>
    public void WriteDateTime(string name, long millisecondsSinceEpoch)
    {
        WriteHeader(BsonType.DateTime, name);
        WriteInt64Value(millisecondsSinceEpoch);
    }

    /// <summary>Writes a date as milliseconds since 1970-01-01 UTC.</summary>
    public void WriteDateTime(ReadOnlySpan<byte> name, long millisecondsSinceEpoch)
    {
        WriteHeader(BsonType.DateTime, name);
        WriteInt64Value(millisecondsSinceEpoch);
    }

    /// <summary>Writes a timestamp: seconds in the upper, increment in the lower half.</summary>
    public void WriteTimestamp(string name, ulong value)
    {
        WriteHeader(BsonType.Timestamp, name);
        WriteInt64Value((long)value);
    }

    /// <summary>Writes a timestamp: seconds in the upper, increment in the lower half.</summary>
    public void WriteTimestamp(ReadOnlySpan<byte> name, ulong value)
    {
        WriteHeader(BsonType.Timestamp, name);
        WriteInt64Value((long)value);
    }

    /// <summary>Writes a 128-bit decimal, its bits unchanged.</summary>
    public void WriteDecimal128(string name, Decimal128 value)
    {
        WriteHeader(BsonType.Decimal128, name);
        WriteDecimal128Value(value);
    }

    /// <summary>Writes a 128-bit decimal, its bits unchanged.</summary>
    public void WriteDecimal128(ReadOnlySpan<byte> name, Decimal128 value)
    {
        WriteHeader(BsonType.Decimal128, name);
        WriteDecimal128Value(value);
    }

    /// <summary>Writes a UUID as binary of subtype 4, in the order of RFC 9562.</summary>
    public void WriteGuid(string name, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        WriteBinary(name, (byte)BsonBinarySubType.UuidStandard, bytes);
    }

    /// <summary>Writes a UUID as binary of subtype 4, in the order of RFC 9562.</summary>
    public void WriteGuid(ReadOnlySpan<byte> name, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        WriteBinary(name, (byte)BsonBinarySubType.UuidStandard, bytes);
    }

    /// <summary>Writes binary data; for the old subtype 2 its inner length too.</summary>
    public void WriteBinary(string name, byte subType, ReadOnlySpan<byte> bytes)
    {
        WriteHeader(BsonType.Binary, name);
        WriteBinaryValue(subType, bytes);
    }

    /// <summary>Writes binary data; for the old subtype 2 its inner length too.</summary>
    public void WriteBinary(ReadOnlySpan<byte> name, byte subType, ReadOnlySpan<byte> bytes)
    {
        WriteHeader(BsonType.Binary, name);
        WriteBinaryValue(subType, bytes);
    }

    /// <summary>Writes a regular expression, its options sorted as BSON wants them.</summary>
    public void WriteRegularExpression(string name, string pattern, string options)
    {
        WriteHeader(BsonType.RegularExpression, name);
        WriteCString(pattern);
        WriteCString(string.Concat(options.Order()));
    }

    /// <summary>Writes a regular expression, its options sorted as BSON wants them.</summary>
    public void WriteRegularExpression(ReadOnlySpan<byte> name, string pattern, string options)
    {
        WriteHeader(BsonType.RegularExpression, name);
        WriteCString(pattern);
        WriteCString(string.Concat(options.Order()));
    }

    /// <summary>Writes JavaScript code.</summary>
    public void WriteJavaScript(string name, string code)
    {
        WriteHeader(BsonType.JavaScript, name);
        WriteStringValue(code);
    }

    /// <summary>Writes JavaScript code.</summary>
    public void WriteJavaScript(ReadOnlySpan<byte> name, string code)
    {
        WriteHeader(BsonType.JavaScript, name);
        WriteStringValue(code);
    }

    /// <summary>Writes an element whose value is in BSON form already.</summary>
    public void WriteRaw(string name, BsonType type, ReadOnlySpan<byte> value)
    {
        WriteHeader(type, name);
        WriteBytes(value);
    }

    /// <summary>Writes an element whose value is in BSON form already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> name, BsonType type, ReadOnlySpan<byte> value)
    {
        WriteHeader(type, name);
        WriteBytes(value);
    }

    /// <summary>Writes a value byte for byte as it was read.</summary>
    public void WriteRaw(string name, RawValue value)
    {
        WriteRaw(name, value.Type, value.Bytes.Span);
    }

    /// <summary>Writes a value byte for byte as it was read.</summary>
    public void WriteRaw(ReadOnlySpan<byte> name, RawValue value)
    {
        WriteRaw(name, value.Type, value.Bytes.Span);
    }

    /// <summary>Writes an embedded document byte for byte.</summary>
    public void WriteDocument(string name, RawDocument document)
    {
        WriteRaw(name, BsonType.Document, document.Bytes.Span);
    }

    /// <summary>Writes an embedded document byte for byte.</summary>
    public void WriteDocument(ReadOnlySpan<byte> name, RawDocument document)
    {
        WriteRaw(name, BsonType.Document, document.Bytes.Span);
    }

    // An object's length counts its own four bytes; code with scope has no zero byte at its end.
    private void EndLength()
    {
        var start = _starts.Pop();
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start), _length - start);
    }

    private void WriteDecimal128Value(Decimal128 value)
    {
        WriteInt64Value((long)value.GetIEEELowBits());
        WriteInt64Value((long)value.GetIEEEHighBits());
    }

    private void WriteBinaryValue(byte subType, ReadOnlySpan<byte> bytes)
    {
        var isOld = subType == (byte)BsonTypes.OldBinary;
        WriteInt32Value(isOld ? checked(bytes.Length + 4) : bytes.Length);
        Grow(1)[0] = subType;
        if (isOld)
        {
            WriteInt32Value(bytes.Length);
        }

        WriteBytes(bytes);
    }
}
