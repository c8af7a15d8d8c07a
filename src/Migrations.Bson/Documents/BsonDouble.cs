namespace Migrations.Bson;

/// <summary>A double; its bits are kept, those of NaN included.</summary>
public sealed class BsonDouble(double value) : BsonValue
{
    /// <summary>The value.</summary>
    public double Value => value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Double;

    /// <inheritdoc />
    public override string ToString() => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteInt64Value(BitConverter.DoubleToInt64Bits(value));
}
