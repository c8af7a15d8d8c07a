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
    public IEnumerator<RawBsonValue> GetEnumerator()
    {
        foreach (var element in _document)
        {
            yield return element.Value;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(RawBsonArray other) => _document.Equals(other._document);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is RawBsonArray other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _document.GetHashCode();
}
