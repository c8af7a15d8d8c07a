namespace Migrations.Bson;

/// <summary>A 32-bit integer.</summary>
public sealed class BsonInt32(int value) : BsonValue
{
    /// <summary>The value.</summary>
    public int Value => value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Int32;

    /// <inheritdoc />
    public override string ToString() => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteInt32Value(value);
}
