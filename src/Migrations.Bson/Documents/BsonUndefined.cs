namespace Migrations.Bson;

/// <summary>Undefined (deprecated).</summary>
public sealed class BsonUndefined : BsonValue
{
    private BsonUndefined()
    {
    }

    /// <summary>The one value of the type.</summary>
    public static BsonUndefined Value { get; } = new();

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Undefined;

    /// <inheritdoc />
    public override string ToString() => "undefined";

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        // The type says it all.
    }
}
