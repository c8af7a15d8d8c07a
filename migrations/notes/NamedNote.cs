using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson;

namespace Catalogue.Notes;

/// <summary>A note as it was before titles.</summary>
public sealed class NamedNote
{
    public ObjectId Id { get; set; }

    [BsonElement("name")]
    public string? Name { get; set; }
}
