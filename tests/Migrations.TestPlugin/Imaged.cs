using MongoDB.Driver;
using MongoDB.Bson.Serialization.Attributes;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.TestPlugin;

// Each loses something that no Down could bring back.
[KeepBeforeImages]
[Migration("20260101000001", "Round prices", Tree = "imaged")]
public sealed class RoundPrices : DocumentMigration<PricedPart, RoundPart>
{
    public override string Collection => "parts";

    public override void Up(PricedPart input, RoundPart output) => output.Cost = (long)Math.Round(input.Price);
}

[KeepBeforeImages]
[Migration("20260101000001", "Count once and drop the note", Tree = "imagedRaw")]
public sealed class DropNote : RawDocumentMigration
{
    public override string Collection => "parts";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        update.Set("count", document["count"].ToInt64() + 1);
        update.Unset("note");
    }
}

[KeepBeforeImages]
[Migration("20260101000002", "Count again and drop the rest", Tree = "imagedRaw")]
public sealed class DropRest : RawDocumentMigration
{
    public override string Collection => "parts";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        update.Set("count", document["count"].ToInt64() + 1);
        update.Unset("rest");
    }
}

[KeepBeforeImages]
[Migration("20260101000001", "Wolves and dogs become one", Tree = "imagedTypes")]
public sealed class MergeTypes : TypeMoveMigration
{
    public override string Collection => "parts";

    public override void Setup(TypeMap types) => types.MoveType("Wolf", "Hound").MoveType("Dog", "Hound");
}

[KeepBeforeImages]
[Migration("20260101000001", "Count once, with a Down of its own", Tree = "imagedDown")]
public sealed class CountWithDown : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => "parts";

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("count", document["count"].ToInt64() + 1);

    public void Down(RawDocument document, DocumentUpdate update) => update.Set("count", document["count"].ToInt64() - 1).Set("by", "Down");
}

[KeepBeforeImages]
[Migration("20260101000001", "Count what is not counted", Tree = "imagedOnce")]
public sealed class CountUncounted : RawDocumentMigration
{
    public override string Collection => "parts";

    public override FilterDefinition<BsonDocument> Filter => """{ "counted": { "$exists": false } }""";

    public override bool IsConvergent => true;

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        // One of them never fits the filter's promise, so there is always something to catch up.
        if (document["_id"].ToInt32() != 3)
        {
            update.Set("counted", true);
        }
    }
}

public sealed class PricedPart
{
    [BsonElement("price")]
    public double Price { get; set; }
}

public sealed class RoundPart
{
    [BsonElement("cost")]
    public long Cost { get; set; }
}
