using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Migrations.Bson;

/// <summary>An ObjectId: 4 bytes time in seconds, 5 random bytes of the process, 3 bytes counter.</summary>
public readonly struct ObjectId : IEquatable<ObjectId>, IComparable<ObjectId>
{
    private static readonly ulong ProcessRandom = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8)) >> 24;
    private static int counter = RandomNumberGenerator.GetInt32(0x1000000);
    private readonly ulong _high;
    private readonly uint _low;

    /// <summary>Creates an ObjectId from its 12 bytes.</summary>
    public ObjectId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 12)
        {
            throw new ArgumentException($"An ObjectId has 12 bytes, not {bytes.Length}.", nameof(bytes));
        }

        _high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
    }

    /// <summary>The ObjectId of 12 zero bytes.</summary>
    public static ObjectId Empty => default;

    /// <summary>The time it was made, to the second.</summary>
    public DateTimeOffset CreationTime => DateTimeOffset.FromUnixTimeSeconds((uint)(_high >> 32));

    /// <summary>Compares by bytes.</summary>
    public static bool operator ==(ObjectId left, ObjectId right) => left.Equals(right);

    /// <summary>Compares by bytes.</summary>
    public static bool operator !=(ObjectId left, ObjectId right) => !left.Equals(right);

    /// <summary>Compares by bytes.</summary>
    public static bool operator <(ObjectId left, ObjectId right) => left.CompareTo(right) < 0;

    /// <summary>Compares by bytes.</summary>
    public static bool operator <=(ObjectId left, ObjectId right) => left.CompareTo(right) <= 0;

    /// <summary>Compares by bytes.</summary>
    public static bool operator >(ObjectId left, ObjectId right) => left.CompareTo(right) > 0;

    /// <summary>Compares by bytes.</summary>
    public static bool operator >=(ObjectId left, ObjectId right) => left.CompareTo(right) >= 0;

    /// <summary>Makes a new ObjectId.</summary>
    public static ObjectId GenerateNewId() => GenerateNewId(TimeProvider.System.GetUtcNow());

    /// <summary>Makes a new ObjectId for a time.</summary>
    public static ObjectId GenerateNewId(DateTimeOffset time)
    {
        var count = (uint)Interlocked.Increment(ref counter) & 0xFFFFFF;
        Span<byte> bytes = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)time.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], (ProcessRandom << 24) | count);
        return new ObjectId(bytes);
    }

    /// <summary>Reads 24 hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ObjectId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no ObjectId: it takes 24 hexadecimal digits.");

    /// <summary>Reads 24 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out ObjectId id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[12];
        if (text is not { Length: 24 } || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        id = new ObjectId(bytes);
        return true;
    }

    /// <summary>The 12 bytes.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[12];
        WriteTo(bytes);
        return bytes;
    }

    /// <inheritdoc />
    public bool Equals(ObjectId other) => _high == other._high && _low == other._low;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ObjectId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <inheritdoc />
    public int CompareTo(ObjectId other) => _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);

    /// <summary>24 hexadecimal digits in lower case.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());

    internal void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], _low);
    }
}
