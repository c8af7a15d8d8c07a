using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using MongoDB.Bson;

namespace Migrations.Bytes;

// Bytes as the driver's objects. What the driver cannot represent is kept verbatim, so that the tree is written as the same bytes again; or, for messages, the nearest value is used.
internal sealed class TreeReader
{
    private const int UuidLength = 4 + 1 + 16;
    private static readonly UTF8Encoding LenientUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);
    private readonly bool _isLenient;

    private TreeReader(bool isLenient) => _isLenient = isLenient;

    public static TreeReader Exact { get; } = new(isLenient: false);

    public static TreeReader Lenient { get; } = new(isLenient: true);

    public BsonDocument ReadDocument(ReadOnlySpan<byte> bytes, int depth = 0)
    {
        CheckDepth(depth);
        var document = new BsonDocument(allowDuplicateNames: true);
        var reader = new RawReader(bytes);
        while (reader.Read())
        {
            document.Add(Text(reader.NameUtf8), ReadValue(reader.Type, reader.Value, depth + 1));
        }

        return document;
    }

    public BsonValue ReadValue(BsonType type, ReadOnlySpan<byte> bytes, int depth = 0) =>
        _isLenient || HasObject(type, bytes) ? ReadObject(type, bytes, depth) : new VerbatimValue(new RawValue(type, bytes.ToArray()));

    // Whether the driver has an object that keeps the value; for documents, only their own names are checked.
    private static bool HasObject(BsonType type, ReadOnlySpan<byte> bytes) => type switch
    {
        BsonType.String or BsonType.JavaScript or BsonType.Symbol => Utf8.IsValid(bytes[4..^1]),
        BsonType.Document => HasNames(bytes),
        BsonType.Array => HasPositions(bytes),
        BsonType.Binary => (BsonBinarySubType)bytes[4] is not (BsonBinarySubType.UuidLegacy or BsonBinarySubType.UuidStandard) || bytes.Length == UuidLength,
        BsonType.RegularExpression => Utf8.IsValid(bytes) && IsSorted(bytes[(bytes.IndexOf((byte)0) + 1)..^1]),
        BsonType.JavaScriptWithScope => Utf8.IsValid(CodeOf(bytes)[4..^1]) && HasNames(bytes[(4 + CodeOf(bytes).Length)..]),
        BsonTypes.DBPointer => false,
        _ => true,
    };

    private static bool HasNames(ReadOnlySpan<byte> document)
    {
        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (!Utf8.IsValid(reader.NameUtf8))
            {
                return false;
            }
        }

        return true;
    }

    // The driver drops the names of array items and writes their positions.
    private static bool HasPositions(ReadOnlySpan<byte> array)
    {
        Span<byte> position = stackalloc byte[11];
        var reader = new RawReader(array);
        for (var i = 0; reader.Read(); i++)
        {
            Utf8Formatter.TryFormat(i, position, out var length);
            if (!reader.NameUtf8.SequenceEqual(position[..length]))
            {
                return false;
            }
        }

        return true;
    }

    // The driver sorts the options of a regular expression.
    private static bool IsSorted(ReadOnlySpan<byte> options)
    {
        for (var i = 1; i < options.Length; i++)
        {
            if (options[i] < options[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> CodeOf(ReadOnlySpan<byte> bytes) => bytes.Slice(4, 4 + BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));

    private BsonValue ReadObject(BsonType type, ReadOnlySpan<byte> bytes, int depth) => type switch
    {
        // The driver caches numbers, and its zero is positive.
        BsonType.Double => new BsonDouble(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        BsonType.String => new BsonString(ReadString(bytes)),
        BsonType.Document => ReadDocument(bytes, depth),
        BsonType.Array => ReadArray(bytes, depth),
        BsonType.Binary => ReadBinary(bytes),
        BsonType.Undefined => BsonUndefined.Value,
        BsonType.ObjectId => new BsonObjectId(new ObjectId(bytes.ToArray())),
        BsonType.Boolean => bytes[0] == 1 ? BsonBoolean.True : BsonBoolean.False,
        BsonType.DateTime => new BsonDateTime(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        BsonType.Null => BsonNull.Value,
        BsonType.RegularExpression => ReadRegularExpression(bytes),
        BsonTypes.DBPointer => ReadPointer(bytes),
        BsonType.JavaScript => new BsonJavaScript(ReadString(bytes)),
        BsonType.Symbol => (BsonSymbol)ReadString(bytes),
        BsonType.JavaScriptWithScope => ReadCodeWithScope(bytes, depth),
        BsonType.Int32 => new BsonInt32(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        BsonType.Timestamp => new BsonTimestamp(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        BsonType.Int64 => new BsonInt64(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        BsonType.Decimal128 => new BsonDecimal128(RawValue.ReadDecimal128(bytes)),
        BsonType.MinKey => BsonMinKey.Value,
        BsonType.MaxKey => BsonMaxKey.Value,
        _ => throw new BsonFormatException($"There is no BSON type 0x{(int)type:X2}", 0),
    };

    private static void CheckDepth(int depth)
    {
        if (depth >= RawReader.MaxDepth)
        {
            throw new BsonFormatException($"Documents are nested deeper than {RawReader.MaxDepth} levels", 0);
        }
    }

    private BsonArray ReadArray(ReadOnlySpan<byte> bytes, int depth)
    {
        CheckDepth(depth);
        var array = new BsonArray();
        var reader = new RawReader(bytes);
        while (reader.Read())
        {
            array.Add(ReadValue(reader.Type, reader.Value, depth + 1));
        }

        return array;
    }

    private static BsonValue ReadBinary(ReadOnlySpan<byte> bytes)
    {
        var subType = (BsonBinarySubType)bytes[4];
        return subType is BsonBinarySubType.UuidLegacy or BsonBinarySubType.UuidStandard && bytes.Length != UuidLength
            ? new BsonDocument("$binary", new BsonDocument { { "base64", Convert.ToBase64String(bytes[5..]) }, { "subType", bytes[4].ToString("x2", CultureInfo.InvariantCulture) } })
            : new BsonBinaryData(bytes[(subType == BsonTypes.OldBinary ? 9 : 5)..].ToArray(), subType);
    }

    private BsonRegularExpression ReadRegularExpression(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return new BsonRegularExpression(Text(bytes[..end]), Text(bytes[(end + 1)..^1]));
    }

    private BsonDocument ReadPointer(ReadOnlySpan<byte> bytes) =>
        new("$dbPointer", new BsonDocument { { "$ref", ReadString(bytes[..^12]) }, { "$id", new ObjectId(bytes[^12..].ToArray()) } });

    private BsonJavaScriptWithScope ReadCodeWithScope(ReadOnlySpan<byte> bytes, int depth)
    {
        var code = CodeOf(bytes);
        return new BsonJavaScriptWithScope(ReadString(code), ReadDocument(bytes[(4 + code.Length)..], depth + 1));
    }

    private string ReadString(ReadOnlySpan<byte> bytes) => Text(bytes[4..^1]);

    private string Text(ReadOnlySpan<byte> utf8)
    {
        if (_isLenient)
        {
            return LenientUtf8.GetString(utf8);
        }

        RawReader.CheckUtf8(utf8, 0);
        return Encoding.UTF8.GetString(utf8);
    }
}
