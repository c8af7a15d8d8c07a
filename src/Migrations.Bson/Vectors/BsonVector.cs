using System.Buffers.Binary;

namespace Migrations.Bson;

// https://github.com/mongodb/specifications/blob/master/source/bson-binary-vector/bson-binary-vector.md

/// <summary>A vector of numbers of one type, stored as binary data of subtype 9.</summary>
public sealed class BsonVector
{
    private readonly ReadOnlyMemory<byte> _data;

    private BsonVector(BsonVectorType type, byte padding, ReadOnlyMemory<byte> data)
    {
        Type = type;
        Padding = padding;
        _data = data;
    }

    /// <summary>What the elements are.</summary>
    public BsonVectorType Type { get; }

    /// <summary>How many bits at the end of the last byte do not count; 0 for all types but bits.</summary>
    public byte Padding { get; }

    /// <summary>How many elements there are.</summary>
    public int Count => Type switch
    {
        BsonVectorType.Float32 => _data.Length / 4,
        BsonVectorType.PackedBit => checked(_data.Length * 8) - Padding,
        _ => _data.Length,
    };

    /// <summary>Takes 32-bit floating point numbers, their bits unchanged.</summary>
    public static BsonVector FromFloat32(ReadOnlySpan<float> values)
    {
        var data = new byte[checked(values.Length * 4)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * 4), values[i]);
        }

        return new BsonVector(BsonVectorType.Float32, 0, data);
    }

    /// <summary>Takes signed 8-bit integers.</summary>
    public static BsonVector FromInt8(ReadOnlySpan<sbyte> values)
    {
        var data = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            data[i] = unchecked((byte)values[i]);
        }

        return new BsonVector(BsonVectorType.Int8, 0, data);
    }

    /// <summary>Takes bits, eight to a byte; so many bits at the end of the last byte do not count.</summary>
    /// <exception cref="ArgumentException">The padding is more than 7, or there is one but no byte.</exception>
    public static BsonVector FromPackedBits(ReadOnlySpan<byte> bytes, byte padding = 0) =>
        Fault(BsonVectorType.PackedBit, padding, bytes.Length) is { } fault
            ? throw new ArgumentException(fault, nameof(padding))
            : new BsonVector(BsonVectorType.PackedBit, padding, bytes.ToArray());

    /// <summary>Reads the vector that binary data of subtype 9 hold.</summary>
    /// <exception cref="InvalidCastException">The subtype is another one.</exception>
    /// <exception cref="BsonFormatException">The bytes are no vector.</exception>
    public static BsonVector FromBinaryData(BsonBinaryData binary)
    {
        ArgumentNullException.ThrowIfNull(binary);
        if (binary.SubType != BsonSubType.Vector)
        {
            throw new InvalidCastException($"Binary data of subtype {(int)binary.SubType} are no vector, which is subtype 9.");
        }

        var bytes = binary.Bytes;
        if (bytes.Length < 2)
        {
            throw new BsonFormatException($"A vector has two bytes for type and padding, this one has {bytes.Length}", 0);
        }

        var (type, padding) = ((BsonVectorType)bytes.Span[0], bytes.Span[1]);
        return Fault(type, padding, bytes.Length - 2) is { } fault ? throw new BsonFormatException(fault, 1) : new BsonVector(type, padding, bytes[2..]);
    }

    /// <summary>The vector as binary data of subtype 9.</summary>
    public BsonBinaryData ToBinaryData() => new([(byte)Type, Padding, .. _data.Span], BsonSubType.Vector);

    /// <summary>The 32-bit floating point numbers that it holds.</summary>
    /// <exception cref="InvalidCastException">It holds something else.</exception>
    public float[] ToFloat32()
    {
        var data = Of(BsonVectorType.Float32);
        var values = new float[data.Length / 4];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(data[(i * 4)..]);
        }

        return values;
    }

    /// <summary>The signed 8-bit integers that it holds.</summary>
    /// <exception cref="InvalidCastException">It holds something else.</exception>
    public sbyte[] ToInt8() => Array.ConvertAll(Of(BsonVectorType.Int8).ToArray(), b => unchecked((sbyte)b));

    /// <summary>The bits that it holds, eight to a byte, with the padding at the end.</summary>
    /// <exception cref="InvalidCastException">It holds something else.</exception>
    public byte[] ToPackedBits() => Of(BsonVectorType.PackedBit).ToArray();

    private static string? Fault(BsonVectorType type, byte padding, int length) => type switch
    {
        BsonVectorType.Float32 when length % 4 != 0 => $"A vector of 32-bit numbers has four bytes for each, but there are {length}",
        BsonVectorType.Float32 or BsonVectorType.Int8 when padding != 0 => $"A vector of type {type} has no padding, but {padding} is given",
        BsonVectorType.PackedBit when padding > 7 => $"A vector of bits leaves at most 7 bits unused, not {padding}",
        BsonVectorType.PackedBit when padding > 0 && length == 0 => "A vector without bits has no padding",
        BsonVectorType.Float32 or BsonVectorType.Int8 or BsonVectorType.PackedBit => null,
        _ => $"There is no vector type 0x{(int)type:X2}",
    };

    private ReadOnlySpan<byte> Of(BsonVectorType type) =>
        Type == type ? _data.Span : throw new InvalidCastException($"The vector holds elements of type {Type}, not {type}.");
}
