namespace Migrations.Bson;

/// <summary>An ObjectId.</summary>
public sealed class BsonObjectId(ObjectId value) : BsonValue
{
    /// <summary>The value.</summary>
    public ObjectId Value => value;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.ObjectId;

    /// <inheritdoc />
    public override string ToString() => value.ToString();

    internal override void WriteValue(BsonWriter writer, int depth) => writer.WriteBytes(value.ToByteArray());
}
