namespace Migrations.Bson;

/// <summary>Greater than every other value.</summary>
public sealed class BsonMaxKey : BsonValue
{
    private BsonMaxKey()
    {
    }

    /// <summary>The one value of the type.</summary>
    public static BsonMaxKey Value { get; } = new();

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.MaxKey;

    /// <inheritdoc />
    public override string ToString() => "MaxKey";

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        // The type says it all.
    }
}
