namespace Migrations.Bson;

/// <summary>A 128-bit decimal number.</summary>
public sealed class BsonDecimal128(Decimal128 value) : BsonValue
{
    /// <summary>The value.</summary>
    public Decimal128 Value => value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Decimal128;

    /// <inheritdoc />
    public override string ToString() => value.ToString();

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.WriteTo(bytes);
        writer.WriteBytes(bytes);
    }
}
