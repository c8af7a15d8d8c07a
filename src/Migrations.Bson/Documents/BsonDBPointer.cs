namespace Migrations.Bson;

/// <summary>A pointer to a document of another collection (deprecated).</summary>
public sealed class BsonDBPointer(string @namespace, ObjectId id) : BsonValue
{
    /// <summary>Database and collection.</summary>
    public string Namespace => @namespace;

    /// <summary>The document's id.</summary>
    public ObjectId Id => id;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.DBPointer;

    /// <inheritdoc />
    public override string ToString() => $"DBPointer({@namespace}, {id})";

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        writer.WriteStringValue(@namespace);
        writer.WriteBytes(id.ToByteArray());
    }
}
