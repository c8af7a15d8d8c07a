using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace Catalogue.Datasets;

/// <summary>What the migrations need to know of a dataset.</summary>
[BsonIgnoreExtraElements]
public sealed class Dataset
{
    [BsonElement("kind")]
    public string? Kind { get; set; }

    [BsonElement("name")]
    public string? Name { get; set; }

    [BsonElement("provenance")]
    public BsonArray? Provenance { get; set; }

    [BsonElement("number")]
    public int? Number { get; set; }
}
