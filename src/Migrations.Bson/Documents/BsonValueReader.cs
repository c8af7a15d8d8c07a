using System.Text;

namespace Migrations.Bson;

internal static class BsonValueReader
{
    public static BsonValue Read(BsonType type, ReadOnlyMemory<byte> bytes, int depth)
    {
        var raw = new RawBsonValue(type, bytes);
        return type switch
        {
            BsonType.Double => new BsonDouble(raw.AsDouble),
            BsonType.String => new BsonString(raw.AsString),
            BsonType.Document => BsonDocument.FromRaw(raw.AsDocument, depth),
            BsonType.Array => BsonArray.FromRaw(raw.AsArray, depth),
            BsonType.Binary => new BsonBinaryData(raw.AsBinary.ToArray(), (BsonSubType)raw.BinarySubType, isPayload: true),
            BsonType.Undefined => BsonUndefined.Value,
            BsonType.ObjectId => new BsonObjectId(raw.AsObjectId),
            BsonType.Boolean => raw.AsBoolean ? BsonBoolean.True : BsonBoolean.False,
            BsonType.DateTime => new BsonDateTime(raw.AsDateTimeMilliseconds),
            BsonType.Null => BsonNull.Value,
            BsonType.RegularExpression => ReadRegularExpression(bytes.Span),
            BsonType.DBPointer => new BsonDBPointer(ReadString(bytes.Span[..^12]), new ObjectId(bytes.Span[^12..])),
            BsonType.JavaScript => new BsonJavaScript(raw.AsString),
            BsonType.Symbol => new BsonSymbol(raw.AsString),
            BsonType.JavaScriptWithScope => ReadCodeWithScope(bytes, depth),
            BsonType.Int32 => new BsonInt32(raw.AsInt32),
            BsonType.Timestamp => new BsonTimestamp(raw.AsTimestamp),
            BsonType.Int64 => new BsonInt64(raw.AsInt64),
            BsonType.Decimal128 => new BsonDecimal128(raw.AsDecimal128),
            BsonType.MinKey => BsonMinKey.Value,
            BsonType.MaxKey => BsonMaxKey.Value,
            _ => throw new BsonFormatException($"There is no BSON type 0x{(int)type:X2}", 0),
        };
    }

    private static BsonRegularExpression ReadRegularExpression(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return new BsonRegularExpression(Text(bytes[..end]), Text(bytes[(end + 1)..^1]), keepOrder: true);
    }

    private static BsonJavaScriptWithScope ReadCodeWithScope(ReadOnlyMemory<byte> bytes, int depth)
    {
        var code = 4 + System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[4..]);
        return new BsonJavaScriptWithScope(ReadString(bytes.Span.Slice(4, code)), BsonDocument.FromRaw(new RawBsonDocument(bytes[(4 + code)..]), depth));
    }

    private static string ReadString(ReadOnlySpan<byte> bytes) => Text(bytes[4..^1]);

    private static string Text(ReadOnlySpan<byte> utf8)
    {
        BsonReader.CheckUtf8(utf8, 0);
        return Encoding.UTF8.GetString(utf8);
    }
}
