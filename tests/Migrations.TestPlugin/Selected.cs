using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Bytes;

namespace Migrations.TestPlugin;

// Filters that choose documents, and leave out none that is migrated.
[Migration("20260101000001", "Count the selected, with stages", Tree = "selectedStages")]
public sealed class CountSelectedWithStages : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "count": { "$gte": 0 } }""";

    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "count": { "$add": ["$count", 1] } } }]""";

    public override FilterDefinition<BsonDocument> DownFilter => Filter;

    public UpdateDefinition<BsonDocument> DownUpdate => """[{ "$set": { "count": { "$subtract": ["$count", 1] } } }]""";
}

[Migration("20260101000001", "Count the selected, with operators", Tree = "selectedOperators")]
public sealed class CountSelectedWithOperators : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "count": { "$gte": 0 } }""";

    public override UpdateDefinition<BsonDocument> Update => """{ "$inc": { "count": 1 } }""";

    public override FilterDefinition<BsonDocument> DownFilter => Filter;

    public UpdateDefinition<BsonDocument> DownUpdate => """{ "$inc": { "count": -1 } }""";
}

// The server cannot divide the text that it makes.
[Migration("20260101000001", "Write the selected as text", Tree = "selectedText")]
public sealed class WriteSelectedAsText : PipelineMigration
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "count": { "$exists": true } }""";

    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "count": { "$toString": { "$add": ["$count", 1] } } } }]""";
}

[Migration("20260101000001", "Append to the selected", Tree = "selectedList")]
public sealed class AppendToSelected : PipelineMigration
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "count": { "$gte": 0 } }""";

    public override UpdateDefinition<BsonDocument> Update => """{ "$push": { "list": 1 }, "$inc": { "count": 1 } }""";
}

[Migration("20260101000001", "Count the selected, with a step", Tree = "selectedField")]
public sealed class RecomputeSelected : FieldMigration
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "count": { "$gte": 0 } }""";

    public override FilterDefinition<BsonDocument> DownFilter => """{ "count": { "$gte": 1 } }""";

    public override void Define(FieldSteps steps) => steps.Recompute("count", """{ "$add": ["$count", 1] }""", back: """{ "$subtract": ["$count", 1] }""");
}

// It promises what is not true.
[Migration("20260101000001", "Count the selected, in C#", Tree = "selectedRaw")]
public sealed class CountSelected : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "count": { "$gte": 0 } }""";

    public override bool IsConvergent => true;

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("count", document["count"].ToInt32() + 1);

    public void Down(RawDocument document, DocumentUpdate update) => update.Set("count", document["count"].ToInt32() - 1);
}

// Only some are migrated in more than one step.
[Migration("20260101000001", "Count up to two", Tree = "selectedFew")]
public sealed class CountUpToTwo : PipelineMigration
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "count": { "$lt": 2 } }""";

    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "count": { "$add": ["$count", 1] } } }]""";
}
