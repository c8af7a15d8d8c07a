using Migrations.Bson;

namespace Migrations.Engine.Scanning;

internal static class DocumentId
{
    // A copy: a value with others inside would else go on pointing into the page that the document lies in.
    public static BsonValue Of(RawBsonDocument document)
    {
        if (!document.TryGetValue("_id"u8, out var id))
        {
            return BsonNull.Value;
        }

        return id.Type is BsonType.Document or BsonType.Array or BsonType.JavaScriptWithScope ? new RawBsonValue(id.Type, id.Bytes.ToArray()).ToBsonValue() : id.ToBsonValue();
    }
}
