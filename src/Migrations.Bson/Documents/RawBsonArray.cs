using System.Collections;

namespace Migrations.Bson;

/// <summary>An array as its bytes.</summary>
public readonly struct RawBsonArray : IEnumerable<RawBsonValue>, IEquatable<RawBsonArray>
{
    private readonly RawBsonDocument _document;

    /// <summary>Takes bytes as an array.</summary>
    /// <exception cref="BsonFormatException">The length or the terminator is wrong.</exception>
    public RawBsonArray(ReadOnlyMemory<byte> bytes) => _document = new RawBsonDocument(bytes);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _document.Bytes;

    /// <summary>How many values there are, found by walking over them.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            var reader = new BsonReader(Bytes.Span);
            while (reader.Read())
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Compares the bytes.</summary>
    public static bool operator ==(RawBsonArray left, RawBsonArray right) => left.Equals(right);

    /// <summary>Compares the bytes.</summary>
    public static bool operator !=(RawBsonArray left, RawBsonArray right) => !left.Equals(right);

    /// <summary>Walks over the values.</summary>
    public Enumerator GetEnumerator() => new(_document.GetEnumerator());

    IEnumerator<RawBsonValue> IEnumerable<RawBsonValue>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(RawBsonArray other) => _document.Equals(other._document);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is RawBsonArray other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _document.GetHashCode();

    /// <summary>Walks over the values of an array.</summary>
    public struct Enumerator : IEnumerator<RawBsonValue>
    {
        private RawBsonDocument.Enumerator _elements;

        internal Enumerator(RawBsonDocument.Enumerator elements) => _elements = elements;

        /// <inheritdoc />
        public readonly RawBsonValue Current => _elements.Current.Value;

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc />
        public bool MoveNext() => _elements.MoveNext();

        /// <inheritdoc />
        public readonly void Reset() => throw new NotSupportedException();

        /// <inheritdoc />
        public readonly void Dispose()
        {
            // Nothing is held.
        }
    }
}
