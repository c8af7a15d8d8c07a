using Migrations.Bson;

namespace Migrations.TestPlugin;

// Leaves out what is migrated, so that what is written meanwhile can be caught up.
[Migration("20260101000001", "Count up to one", Tree = "convergent")]
public sealed class CountUpToOne : RawDocumentMigration
{
    public override string Collection => "counters";

    public override BsonExpression Filter => """{ "count": { "$lt": 1 } }""";

    public override bool IsConvergent => true;

    public override void Up(RawBsonDocument document, DocumentUpdate update) => update.Set("count", 1);
}
