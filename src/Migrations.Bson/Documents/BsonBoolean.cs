namespace Migrations.Bson;

/// <summary>False or true.</summary>
public sealed class BsonBoolean : BsonValue
{
    private BsonBoolean(bool value) => Value = value;

    /// <summary>True.</summary>
    public static BsonBoolean True { get; } = new(true);

    /// <summary>False.</summary>
    public static BsonBoolean False { get; } = new(false);

    /// <summary>The value.</summary>
    public bool Value { get; }

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Boolean;

    /// <inheritdoc />
    public override string ToString() => Value ? "true" : "false";

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteBytes(Value ? [1] : [0]);
}
