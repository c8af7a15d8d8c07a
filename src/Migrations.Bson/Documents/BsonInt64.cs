namespace Migrations.Bson;

/// <summary>A 64-bit integer.</summary>
public sealed class BsonInt64(long value) : BsonValue
{
    /// <summary>The value.</summary>
    public long Value => value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Int64;

    /// <inheritdoc />
    public override string ToString() => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteInt64Value(value);
}
