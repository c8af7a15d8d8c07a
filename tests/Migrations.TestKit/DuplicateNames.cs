using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.TestKit;

/// <summary>Documents in which a name stands twice, which the driver's own parser refuses.</summary>
public static class DuplicateNames
{
    /// <summary>Reads Extended JSON.</summary>
    public static BsonDocument Parse(string json)
    {
        using var reader = new JsonReader(json);
        return BsonDocumentSerializer.Instance.Deserialize(BsonDeserializationContext.CreateRoot(reader, builder => builder.AllowDuplicateElementNames = true));
    }
}
