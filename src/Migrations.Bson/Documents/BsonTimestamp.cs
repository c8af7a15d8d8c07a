namespace Migrations.Bson;

/// <summary>MongoDB's internal timestamp: seconds and an increment.</summary>
public sealed class BsonTimestamp(ulong value) : BsonValue
{
    /// <summary>Creates a timestamp from its halves.</summary>
    public BsonTimestamp(uint seconds, uint increment)
        : this(((ulong)seconds << 32) | increment)
    {
    }

    /// <summary>Seconds in the upper, increment in the lower half.</summary>
    public ulong Value => value;

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public uint Seconds => (uint)(value >> 32);

    /// <summary>The increment within the second.</summary>
    public uint Increment => (uint)value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Timestamp;

    /// <inheritdoc />
    public override string ToString() => $"Timestamp({Seconds}, {Increment})";

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteInt64Value((long)value);
}
