using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace Catalogue.Datasets;

/// <summary>What datasets are tagged with.</summary>
[BsonIgnoreExtraElements]
public sealed class DatasetTag
{
    [BsonElement("dataset_ids")]
    public BsonArray? DatasetIds { get; set; }
}
