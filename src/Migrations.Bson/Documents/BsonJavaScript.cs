namespace Migrations.Bson;

/// <summary>JavaScript code.</summary>
public sealed class BsonJavaScript(string value) : BsonValue
{
    /// <summary>The value.</summary>
    public string Value => value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.JavaScript;

    /// <inheritdoc />
    public override string ToString() => value;

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteStringValue(value);
}
