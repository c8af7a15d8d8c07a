using Migrations.Bytes;
using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Testing.Tests;

// The migrations that the tests test.
[Migration("20260101000001", "Give orders a state", Tree = "orders")]
public sealed class AddState : FieldMigration
{
    public override string Collection => "orders";

    public override void Define(FieldSteps steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        steps.SetDefault("state", "open");
    }
}

[Migration("20260101000002", "Write prices in cents", Tree = "orders")]
public sealed class PriceInCents : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => "orders";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Set("price", document["price"].ToInt32() * 100);
    }

    public void Down(RawDocument document, DocumentUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Set("price", document["price"].ToInt32() / 100);
    }
}

[Migration("20260101000001", "Round weights", Tree = "parcels")]
public sealed class RoundWeights : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => "parcels";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Set("weight", document["weight"].ToInt32() / 10);
    }

    public void Down(RawDocument document, DocumentUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Set("weight", document["weight"].ToInt32() * 10);
    }
}

public sealed class Order
{
    [BsonElement("_id")]
    public int Id { get; set; }

    [BsonElement("price")]
    public int Price { get; set; }

    [BsonElement("state")]
    [BsonIgnoreIfNull]
    public string? State { get; set; }
}
