using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace Shop;

public sealed class Customer
{
    public ObjectId Id { get; set; }

    [BsonElement("email")]
    public string Email { get; set; } = "";

    [BsonElement("name")]
    public string Name { get; set; } = "";

    [BsonElement("loyalty")]
    public Loyalty? Loyalty { get; set; }

    [BsonElement("addresses")]
    public List<Address> Addresses { get; set; } = [];
}

public sealed class Loyalty
{
    [BsonElement("points")]
    public int Points { get; set; }

    [BsonElement("since")]
    public DateTime Since { get; set; }
}

public sealed class Address
{
    [BsonElement("country")]
    public string Country { get; set; } = "";

    [BsonElement("postcode")]
    public string Postcode { get; set; } = "";
}

[BsonIgnoreExtraElements]
public sealed class Order
{
    public ObjectId Id { get; set; }

    public ObjectId CustomerId { get; set; }

    public decimal Total { get; set; }

    public string Status { get; set; } = "";

    public DateTime? ShippedAt { get; set; }
}
