using System.Buffers.Binary;

namespace Migrations.Bson;

/// <summary>Binary data with a subtype.</summary>
public sealed class BsonBinaryData : BsonValue
{
    // As it stands in the document; for subtype 2 that includes the inner length.
    private readonly byte[] _payload;

    /// <summary>Takes bytes as binary data.</summary>
    public BsonBinaryData(ReadOnlySpan<byte> bytes, BsonSubType subType = BsonSubType.Binary)
    {
        SubType = subType;
        if (subType == BsonSubType.OldBinary)
        {
            _payload = new byte[bytes.Length + 4];
            BinaryPrimitives.WriteInt32LittleEndian(_payload, bytes.Length);
            bytes.CopyTo(_payload.AsSpan(4));
        }
        else
        {
            _payload = bytes.ToArray();
        }
    }

    /// <summary>Takes a UUID as subtype 4.</summary>
    public BsonBinaryData(Guid value)
        : this(value.ToByteArray(bigEndian: true), BsonSubType.UuidStandard, isPayload: true)
    {
    }

    internal BsonBinaryData(byte[] payload, BsonSubType subType, bool isPayload)
    {
        _ = isPayload;
        SubType = subType;
        _payload = payload;
    }

    /// <summary>The subtype.</summary>
    public BsonSubType SubType { get; }

    /// <summary>The bytes, without any inner length.</summary>
    public ReadOnlyMemory<byte> Bytes => SubType == BsonSubType.OldBinary ? _payload.AsMemory(4) : _payload;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Binary;

    /// <summary>The UUID that it is.</summary>
    /// <exception cref="InvalidCastException">It is not of subtype 4, or has not 16 bytes.</exception>
    public Guid ToGuid() => SubType == BsonSubType.UuidStandard && _payload.Length == 16
        ? new Guid(_payload, bigEndian: true)
        : throw new InvalidCastException($"The binary data of subtype {(int)SubType} and {_payload.Length} bytes are no UUID of subtype 4. The byte order of legacy UUIDs (subtype 3) depends on who wrote them and is never guessed.");

    /// <inheritdoc />
    public override string ToString() => SubType == BsonSubType.UuidStandard && _payload.Length == 16 ? ToGuid().ToString() : Convert.ToBase64String(Bytes.Span);

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        writer.WriteInt32Value(_payload.Length);
        writer.WriteBytes([(byte)SubType]);
        writer.WriteBytes(_payload);
    }
}
