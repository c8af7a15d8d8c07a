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
