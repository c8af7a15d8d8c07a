using MongoDB.Bson.Serialization.Attributes;

namespace Catalogue.Items;

/// <summary>What the migrations need to know of an item.</summary>
[BsonIgnoreExtraElements]
public sealed class Item
{
    [BsonElement("item_id")]
    public string ItemId { get; set; } = "";

    [BsonElement("refcode")]
    public string Refcode { get; set; } = "";

    [BsonElement("visibility")]
    public string? Visibility { get; set; }
}
