namespace Migrations.Bson;

/// <summary>Null.</summary>
public sealed class BsonNull : BsonValue
{
    private BsonNull()
    {
    }

    /// <summary>The one value of the type.</summary>
    public static BsonNull Value { get; } = new();

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Null;

    /// <inheritdoc />
    public override string ToString() => "null";

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        // The type says it all.
    }
}
