using System.Diagnostics.CodeAnalysis;
using System.Text;
using MongoDB.Bson;

namespace Migrations.Bytes;

/// <summary>A document as its bytes. Fields are found by walking over them; what is not touched is not checked.</summary>
public readonly struct RawDocument : IEquatable<RawDocument>
{
    private static readonly byte[] EmptyBytes = [5, 0, 0, 0, 0];
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Takes bytes as a document.</summary>
    /// <exception cref="BsonFormatException">The length or the terminator is wrong.</exception>
    public RawDocument(ReadOnlyMemory<byte> bytes)
    {
        RawReader.CheckFrame(bytes.Span);
        _bytes = bytes;
    }

    /// <summary>The document without fields.</summary>
    public static RawDocument Empty => new(EmptyBytes);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.IsEmpty ? EmptyBytes : _bytes;

    /// <summary>How many bytes there are.</summary>
    public int Length => Bytes.Length;

    /// <summary>The value of the first field of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public RawValue this[string name] => TryGetValue(name, out var value) ? value : throw new KeyNotFoundException($"The document has no field '{name}'.");

    /// <summary>Takes bytes as a document; only its length and its end are looked at.</summary>
    /// <exception cref="BsonFormatException">The length or the terminator is wrong.</exception>
    public static RawDocument FromBytes(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>Compares the bytes.</summary>
    public static bool operator ==(RawDocument left, RawDocument right) => left.Equals(right);

    /// <summary>Compares the bytes.</summary>
    public static bool operator !=(RawDocument left, RawDocument right) => !left.Equals(right);

    /// <summary>Finds the first field of that name.</summary>
    public bool TryGetValue(string name, out RawValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> utf8 = name.Length <= 128 ? stackalloc byte[name.Length * 3] : new byte[name.Length * 3];
        return TryGetValue(utf8[..Encoding.UTF8.GetBytes(name, utf8)], out value);
    }

    /// <summary>Finds the first field of that name, given as UTF-8.</summary>
    public bool TryGetValue(ReadOnlySpan<byte> utf8Name, out RawValue value)
    {
        var reader = new RawReader(Bytes.Span);
        while (reader.Read())
        {
            if (reader.NameUtf8.SequenceEqual(utf8Name))
            {
                value = new RawValue(reader.Type, Bytes.Slice(reader.ValueOffset, reader.Value.Length));
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Whether there is a field of that name.</summary>
    public bool Contains(string name) => TryGetValue(name, out _);

    /// <summary>Walks over the fields.</summary>
    public Enumerator GetEnumerator() => new(Bytes);

    /// <summary>The document as the driver's object, in a copy. Values that the driver cannot represent (invalid UTF-8, a DBPointer, a UUID of another length) become objects that only keep the bytes.</summary>
    /// <exception cref="BsonFormatException">The bytes are not BSON, or a name of the document is not valid UTF-8.</exception>
    public BsonDocument ToBsonDocument() => TreeReader.Exact.ReadDocument(Bytes.Span);

    /// <summary>The document as an object that can only be written, by <see cref="RawWriter"/>: nothing is copied or looked at.</summary>
    public BsonValue Embed() => new VerbatimValue(new RawValue(BsonType.Document, Bytes));

    /// <summary>Checks every byte: names, lengths, text and nesting. A valid document can be read completely.</summary>
    /// <exception cref="BsonFormatException">The bytes are not BSON, or nested deeper than 200 levels.</exception>
    public void Validate() => RawValidator.Validate(Bytes.Span);

    /// <inheritdoc />
    public bool Equals(RawDocument other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc />
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is RawDocument other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The document as relaxed Extended JSON, whole: what is not valid UTF-8 is replaced.</summary>
    /// <exception cref="BsonFormatException">The bytes are not BSON.</exception>
    public override string ToString() => TreeReader.Lenient.ReadDocument(Bytes.Span).ToJson();

    /// <summary>Walks over the fields of a document.</summary>
    public struct Enumerator
    {
        private readonly ReadOnlyMemory<byte> _bytes;
        private int _next;

        internal Enumerator(ReadOnlyMemory<byte> bytes)
        {
            _bytes = bytes;
            _next = 4;
            Current = default;
        }

        /// <summary>The current field.</summary>
        public RawElement Current { get; private set; }

        /// <summary>Goes to the next field.</summary>
        public bool MoveNext()
        {
            var reader = RawReader.At(_bytes.Span, _next);
            if (!reader.Read())
            {
                return false;
            }

            Current = new RawElement(_bytes[_next..(reader.ValueOffset + reader.Value.Length)], reader.ValueOffset - _next);
            _next = reader.ValueOffset + reader.Value.Length;
            return true;
        }
    }
}

/// <summary>A field of a raw document: name and value.</summary>
public readonly struct RawElement : IEquatable<RawElement>
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _valueOffset;

    internal RawElement(ReadOnlyMemory<byte> bytes, int valueOffset)
    {
        _bytes = bytes;
        _valueOffset = valueOffset;
    }

    /// <summary>The whole element: type, name and value.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The name as UTF-8.</summary>
    public ReadOnlySpan<byte> NameUtf8 => _bytes.Span[1..(_valueOffset - 1)];

    /// <summary>The name.</summary>
    /// <exception cref="BsonFormatException">It is not valid UTF-8.</exception>
    public string Name
    {
        get
        {
            RawReader.CheckUtf8(NameUtf8, 1);
            return Encoding.UTF8.GetString(NameUtf8);
        }
    }

    /// <summary>The value.</summary>
    public RawValue Value => new((BsonType)_bytes.Span[0], _bytes[_valueOffset..]);

    /// <summary>Compares the bytes.</summary>
    public static bool operator ==(RawElement left, RawElement right) => left.Equals(right);

    /// <summary>Compares the bytes.</summary>
    public static bool operator !=(RawElement left, RawElement right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(RawElement other) => _bytes.Span.SequenceEqual(other._bytes.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is RawElement other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _bytes.Length;
}
