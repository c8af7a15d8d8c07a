using MongoDB.Bson.Serialization.Attributes;

namespace Catalogue.Models;

/// <summary>What the migrations need to know of a model.</summary>
[BsonIgnoreExtraElements]
public sealed class Model
{
    [BsonElement("foo")]
    public string? Foo { get; set; }

    [BsonElement("bar")]
    public int Bar { get; set; }

    [BsonElement("baz")]
    public string? Baz { get; set; }
}
