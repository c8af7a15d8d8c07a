using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// Nothing in a document tells whether it is migrated, so one that is updated twice shows.
[Migration("20260101000001", "Count once, unmarked, with stages", Tree = "unmarkedStages")]
public sealed class CountWithStages : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => "{}";

    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "count": { "$add": ["$count", 1] } } }]""";

    public UpdateDefinition<BsonDocument> DownUpdate => """[{ "$replaceWith": { "count": { "$subtract": ["$count", 1] }, "list": "$list" } }]""";
}

[Migration("20260101000001", "Count once, unmarked, with operators", Tree = "unmarkedOperators")]
public sealed class CountWithOperators : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => "{}";

    public override UpdateDefinition<BsonDocument> Update => """{ "$inc": { "count": 1 } }""";

    public UpdateDefinition<BsonDocument> DownUpdate => """{ "$inc": { "count": -1 } }""";
}

// Only its way up leaves out what is done: without a filter, its way back takes the new field for the old one twice.
[Migration("20260101000001", "Move a count", Tree = "unmarkedMove")]
public sealed class MoveCount : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "amount": { "$exists": false } }""";

    // The filter also matches a document without a count that is migrated.
    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "amount": "$count", "isMoved": true } }, { "$unset": "count" }]""";

    public UpdateDefinition<BsonDocument> DownUpdate => """[{ "$set": { "count": "$amount" } }, { "$unset": ["amount", "isMoved"] }]""";
}

// Only the server knows what a list becomes. The filter of the way back is there, but leaves nothing out.
[Migration("20260101000001", "Append to a list", Tree = "unmarkedList")]
public sealed class AppendToList : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "isLonger": { "$ne": true } }""";

    public override UpdateDefinition<BsonDocument> Update => """{ "$push": { "list": 1 }, "$set": { "isLonger": true } }""";

    public override FilterDefinition<BsonDocument> DownFilter => """{ "count": { "$gte": 0 } }""";

    public UpdateDefinition<BsonDocument> DownUpdate => """{ "$pop": { "list": 1 }, "$unset": { "isLonger": "" } }""";
}

[Migration("20260101000001", "Append to every list", Tree = "unmarkedLists")]
public sealed class AppendToLists : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "list": { "$exists": false } }""";

    public override UpdateDefinition<BsonDocument> Update => """{ "$push": { "list": 1 } }""";

    public UpdateDefinition<BsonDocument> DownUpdate => """{ "$pop": { "list": 1 } }""";
}

// Its filter tells on the way up only.
[Migration("20260101000001", "Count once, with a step", Tree = "unmarkedField")]
public sealed class RecomputeCount : FieldMigration
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "step": { "$exists": false } }""";

    public override FilterDefinition<BsonDocument> DownFilter => """{ "count": { "$exists": true } }""";

    public override void Define(FieldSteps steps) => steps
        .Recompute("count", """{ "$add": ["$count", 1] }""", back: """{ "$subtract": ["$count", 1] }""")
        .SetDefault("step", 1);
}
