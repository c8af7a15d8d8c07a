namespace Migrations.Bson;

/// <summary>A string.</summary>
public sealed class BsonString(string value) : BsonValue
{
    /// <summary>The value.</summary>
    public string Value => value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.String;

    /// <inheritdoc />
    public override string ToString() => value;

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteStringValue(value);
}
