using System.Buffers.Binary;
using System.Text.Unicode;
using MongoDB.Bson;

namespace Migrations.Bytes;

/// <summary>Walks over the elements of one document without allocating. Nested documents are handed out as slices, to be read by a reader of their own.</summary>
public ref struct RawReader
{
    /// <summary>The deepest nesting that is followed when a document is decoded as a whole; the server's own limit is 200 too.</summary>
    public const int MaxDepth = 200;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly long _origin;
    private int _position;

    /// <summary>Starts reading a document; its length must be that of the span.</summary>
    /// <exception cref="BsonFormatException">The length or the terminator is wrong.</exception>
    public RawReader(ReadOnlySpan<byte> document)
        : this(document, 0L)
    {
    }

    // The origin is the document's offset in the one that errors refer to.
    internal RawReader(ReadOnlySpan<byte> document, long origin)
    {
        CheckFrame(document, origin);
        _bytes = document;
        _origin = origin;
        _position = 4;
        Type = BsonType.EndOfDocument;
        NameUtf8 = default;
        Value = default;
        ValueOffset = 4;
    }

    private RawReader(ReadOnlySpan<byte> document, int position)
    {
        _bytes = document;
        _position = position;
        ValueOffset = position;
    }

    /// <summary>The type of the current element.</summary>
    public BsonType Type { get; private set; }

    /// <summary>The name of the current element, as UTF-8.</summary>
    public ReadOnlySpan<byte> NameUtf8 { get; private set; }

    /// <summary>The bytes of the current element's value, without type and name.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where the value starts in the document.</summary>
    public int ValueOffset { get; private set; }

    /// <summary>Where the current element starts in the document: its type byte.</summary>
    public int ElementOffset { get; private set; }

    /// <summary>Goes to the next element; false at the end.</summary>
    /// <exception cref="BsonFormatException">The bytes are not BSON.</exception>
    public bool Read()
    {
        if (_position == _bytes.Length - 1)
        {
            return false;
        }

        ElementOffset = _position;
        Type = (BsonType)_bytes[_position++];
        var rest = _bytes[_position..^1];
        var end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            throw Fault("An element's name has no end", _position);
        }

        NameUtf8 = rest[..end];
        _position += end + 1;
        ValueOffset = _position;
        var length = LengthOfValue();
        Value = _bytes.Slice(_position, length);
        _position += length;
        return true;
    }

    // Continues in a document whose frame was already checked.
    internal static RawReader At(ReadOnlySpan<byte> document, int position) => new(document, position);

    internal static void CheckFrame(ReadOnlySpan<byte> document, long origin = 0)
    {
        if (document.Length < 5)
        {
            throw new BsonFormatException($"A document has at least 5 bytes, this one {document.Length}", origin);
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(document);
        if (length != document.Length)
        {
            throw new BsonFormatException($"The document says it has {length} bytes, but there are {document.Length}", origin);
        }

        if (document[^1] != 0)
        {
            throw new BsonFormatException("The document does not end with a zero byte", origin + document.Length - 1);
        }
    }

    private readonly int LengthOfValue() => Type switch
    {
        BsonType.Double or BsonType.DateTime or BsonType.Timestamp or BsonType.Int64 => Fixed(8),
        BsonType.Int32 => Fixed(4),
        BsonType.Boolean => LengthOfBoolean(),
        BsonType.Null or BsonType.Undefined or BsonType.MinKey or BsonType.MaxKey => 0,
        BsonType.ObjectId => Fixed(12),
        BsonType.Decimal128 => Fixed(16),
        BsonType.String or BsonType.JavaScript or BsonType.Symbol => LengthOfString(_position),
        BsonType.Document or BsonType.Array => LengthOfDocument(),
        BsonType.Binary => LengthOfBinary(),
        BsonType.RegularExpression => LengthOfRegularExpression(),
        BsonTypes.DBPointer => Fixed(LengthOfString(_position) + 12),
        BsonType.JavaScriptWithScope => LengthOfCodeWithScope(),
        _ => throw Fault($"There is no BSON type 0x{(int)Type:X2}", ElementOffset),
    };

    // The last byte is the document's own terminator and never part of a value.
    private readonly int Available(int from) => _bytes.Length - 1 - from;

    private readonly int Fixed(int length) => length <= Available(_position)
        ? length
        : throw Fault($"A value of type {Type} needs {length} bytes, but only {Available(_position)} are left", _position);

    private readonly int LengthOfBoolean() => Available(_position) >= 1 && _bytes[_position] <= 1
        ? 1
        : throw Fault("A boolean must be the byte 0 or 1", _position);

    private readonly int ReadLength(int at, int minimum)
    {
        if (Available(at) < 4)
        {
            throw Fault("A length is cut off", at);
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);
        return length >= minimum && length <= Available(at)
            ? length
            : throw Fault($"A length of {length} does not fit into the {Available(at)} bytes left", at);
    }

    // The length takes four bytes; the string ends with a zero byte, which it includes.
    private readonly int LengthOfString(int at)
    {
        var length = ReadLength(at, 1);
        if (length > Available(at + 4) || _bytes[at + 4 + length - 1] != 0)
        {
            throw Fault("A string does not end with a zero byte where its length says", at);
        }

        return 4 + length;
    }

    private readonly int LengthOfDocument()
    {
        var length = ReadLength(_position, 5);
        return _bytes[_position + length - 1] == 0 ? length : throw Fault("An embedded document does not end with a zero byte", _position + length - 1);
    }

    private readonly int LengthOfBinary()
    {
        var length = ReadLength(_position, 0);
        if (length > Available(_position) - 5)
        {
            throw Fault($"Binary data of {length} bytes do not fit into the bytes left", _position);
        }

        if (_bytes[_position + 4] == 2 && (length < 4 || BinaryPrimitives.ReadInt32LittleEndian(_bytes[(_position + 5)..]) != length - 4))
        {
            throw Fault("Binary data of subtype 2 have an inner length that does not fit the outer one", _position + 5);
        }

        return 5 + length;
    }

    private readonly int LengthOfRegularExpression()
    {
        var rest = _bytes[_position..^1];
        var pattern = rest.IndexOf((byte)0);
        var options = pattern < 0 ? -1 : rest[(pattern + 1)..].IndexOf((byte)0);
        return options >= 0 ? pattern + options + 2 : throw Fault("A regular expression is cut off", _position);
    }

    private readonly int LengthOfCodeWithScope()
    {
        var length = ReadLength(_position, 14);
        var code = LengthOfString(_position + 4);
        var scope = _position + 4 + code;
        if (length - 4 - code < 5 || BinaryPrimitives.ReadInt32LittleEndian(_bytes[scope..]) != length - 4 - code || _bytes[_position + length - 1] != 0)
        {
            throw Fault("The lengths of code and scope do not fit each other", _position);
        }

        return length;
    }

    private readonly BsonFormatException Fault(string message, int at) => new(message, _origin + at);

    internal static void CheckUtf8(ReadOnlySpan<byte> text, long offset)
    {
        if (!Utf8.IsValid(text))
        {
            throw new BsonFormatException("A string is not valid UTF-8", offset);
        }
    }
}

/// <summary>The bytes are not BSON.</summary>
public sealed class BsonFormatException : FormatException
{
    /// <summary>Creates the failure with the place where it was found.</summary>
    public BsonFormatException(string message, long offset)
        : base($"{message} (at byte {offset})") => Offset = offset;

    /// <summary>The offset of the faulty byte in the document that was read.</summary>
    public long Offset { get; }
}
