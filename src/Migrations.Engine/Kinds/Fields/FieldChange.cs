using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Fields;

// Null takes the field away.
internal sealed record FieldChange(FieldPath Path, BsonValue? Value)
{
    public static FieldChange Put(FieldPath path, BsonValue value) => new(path, value);

    public static FieldChange Take(FieldPath path) => new(path, null);
}
