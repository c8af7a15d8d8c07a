using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson;

namespace Catalogue.Notes;

/// <summary>A note whose tag has one title.</summary>
public sealed class NoteWithTitledTag
{
    public ObjectId Id { get; set; }

    [BsonElement("tag")]
    public TitledTag? Tag { get; set; }
}

public sealed class TitledTag
{
    [BsonElement("title")]
    public string? Title { get; set; }
}
