using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace Catalogue.Datasets;

/// <summary>Where the files of a dataset are.</summary>
[BsonIgnoreExtraElements]
public sealed class DatasetLocation
{
    [BsonElement("dataset_id")]
    public BsonValue? DatasetId { get; set; }

    [BsonElement("site")]
    public string? Site { get; set; }
}
