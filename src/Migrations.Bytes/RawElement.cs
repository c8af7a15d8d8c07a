using System.Text;
using MongoDB.Bson;

namespace Migrations.Bytes;

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
