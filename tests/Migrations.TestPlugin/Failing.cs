using MongoDB.Bson.Serialization.Attributes;
using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// What these documents hold decides whether they can be migrated: "many" is no number, the code of a shelf is unique, and the amount of a limit is at most 100.
[Migration("20260101000001", "Count a stock that may not be a number", Tree = "stock")]
public sealed class CountStock : DocumentMigration<Stock, Stock>, IReversible<Stock, Stock>
{
    public override string Collection => "stocks";

    public override void Up(Stock input, Stock output) => output.Place.Count = input.Place.Count + 1;

    public void Down(Stock input, Stock output) => output.Place.Count = input.Place.Count - 1;
}

[Migration("20260101000002", "What comes after the stock", Tree = "stock")]
public sealed class AfterStock : CollectionMigration
{
    public override string Collection => "after";

    public override bool MayBeMissing => true;

    public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        collection.InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: cancellationToken);
}

[Migration("20260101000001", "Give shelves a unique code", Tree = "shelf")]
public sealed class CodeShelves : RawDocumentMigration
{
    public override string Collection => "shelves";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        update.Set("code", document["name"].AsString);
        update.Set("times", document["times"].ToInt32() + 1);
    }
}

public sealed class Stock
{
    [BsonElement("place")]
    public Place Place { get; set; } = new();
}

public sealed class Place
{
    [BsonElement("count")]
    public int Count { get; set; }
}
