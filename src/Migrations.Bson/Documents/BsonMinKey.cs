namespace Migrations.Bson;

/// <summary>Less than every other value.</summary>
public sealed class BsonMinKey : BsonValue
{
    private BsonMinKey()
    {
    }

    /// <summary>The one value of the type.</summary>
    public static BsonMinKey Value { get; } = new();

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.MinKey;

    /// <inheritdoc />
    public override string ToString() => "MinKey";

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        // The type says it all.
    }
}
