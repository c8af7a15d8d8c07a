using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Bytes;

namespace Migrations.TestPlugin;

// Adds one and says so: a document that is migrated twice shows it, and one that was written meanwhile is found by what it lacks.
[Migration("20260101000001", "Count once and mark it", Tree = "marked")]
public sealed class CountAndMark : RawDocumentMigration
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "done": { "$exists": false } }""";

    public override bool IsConvergent => true;

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        if (!document.Contains("done"))
        {
            update.Set("count", document["count"].ToInt32() + 1).Set("done", true);
        }
    }
}
