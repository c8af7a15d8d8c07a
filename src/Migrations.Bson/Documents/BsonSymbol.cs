namespace Migrations.Bson;

/// <summary>A symbol (deprecated).</summary>
public sealed class BsonSymbol(string value) : BsonValue
{
    /// <summary>The value.</summary>
    public string Value => value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Symbol;

    /// <inheritdoc />
    public override string ToString() => value;

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteStringValue(value);
}
