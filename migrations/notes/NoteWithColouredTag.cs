using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson;

namespace Catalogue.Notes;

/// <summary>A note whose tag has a colour and a name.</summary>
public sealed class NoteWithColouredTag
{
    public ObjectId Id { get; set; }

    [BsonElement("tag")]
    public ColouredTag? Tag { get; set; }
}

public sealed class ColouredTag
{
    [BsonElement("color")]
    public string? Color { get; set; }

    [BsonElement("name")]
    public string? Name { get; set; }
}
