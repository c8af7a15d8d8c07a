using System.Collections;

namespace Migrations.Bytes;

/// <summary>An array as its bytes.</summary>
public readonly struct RawArray : IEnumerable<RawValue>, IEquatable<RawArray>
{
    private readonly RawDocument _document;

    /// <summary>Takes bytes as an array.</summary>
    /// <exception cref="BsonFormatException">The length or the terminator is wrong.</exception>
    public RawArray(ReadOnlyMemory<byte> bytes) => _document = new RawDocument(bytes);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _document.Bytes;

    /// <summary>How many values there are, found by walking over them.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            var reader = new RawReader(Bytes.Span);
            while (reader.Read())
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Compares the bytes.</summary>
    public static bool operator ==(RawArray left, RawArray right) => left.Equals(right);

    /// <summary>Compares the bytes.</summary>
    public static bool operator !=(RawArray left, RawArray right) => !left.Equals(right);

    /// <summary>Walks over the values.</summary>
    public Enumerator GetEnumerator() => new(_document.GetEnumerator());

    IEnumerator<RawValue> IEnumerable<RawValue>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(RawArray other) => _document.Equals(other._document);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is RawArray other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _document.GetHashCode();

    /// <summary>Walks over the values of an array.</summary>
    public struct Enumerator : IEnumerator<RawValue>
    {
        private RawDocument.Enumerator _elements;

        internal Enumerator(RawDocument.Enumerator elements) => _elements = elements;

        /// <inheritdoc />
        public readonly RawValue Current => _elements.Current.Value;

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
