using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Bytes;

namespace Migrations.TestPlugin;

// Leaves out what is migrated, so that what is written meanwhile can be caught up.
[Migration("20260101000001", "Count up to one", Tree = "convergent")]
public sealed class CountUpToOne : RawDocumentMigration
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "count": { "$lt": 1 } }""";

    public override bool IsConvergent => true;

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("count", 1);
}

// On a document that was never migrated, its way back does harm.
[Migration("20260101000001", "Count once and leave a mark", Tree = "convergentBack")]
public sealed class CountAndTell : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "isMoved": { "$exists": false } }""";

    public override bool IsConvergent => true;

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        if (!document.Contains("isMoved"))
        {
            update.Set("isMoved", true);
            Add(document, update, 1);
        }
    }

    public void Down(RawDocument document, DocumentUpdate update)
    {
        update.Unset("isMoved");
        Add(document, update, -1);
    }

    private static void Add(RawDocument document, DocumentUpdate update, int number)
    {
        if (document.TryGetValue("count", out var count))
        {
            update.Set("count", count.ToInt32() + number);
        }
    }
}
