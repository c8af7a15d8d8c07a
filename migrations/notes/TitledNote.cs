using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson;

namespace Catalogue.Notes;

/// <summary>A note with a title.</summary>
public sealed class TitledNote
{
    public ObjectId Id { get; set; }

    [BsonElement("title")]
    public string? Title { get; set; }
}
