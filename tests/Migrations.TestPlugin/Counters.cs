using MongoDB.Driver;
using MongoDB.Bson.Serialization.Attributes;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.TestPlugin;

// Adding one twice shows: every document must come out with exactly one more.
[Migration("20260101000001", "Count once, typed", Tree = "typed")]
public sealed class CountTyped : DocumentMigration<Counter, Counter>, IReversible<Counter, Counter>
{
    public override string Collection => "counters";

    public override void Up(Counter input, Counter output) => output.Count = input.Count + 1;

    public void Down(Counter input, Counter output) => output.Count = input.Count - 1;
}

[Migration("20260101000001", "Count once, raw", Tree = "raw")]
public sealed class CountRaw : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => "counters";

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("count", document["count"].ToInt32() + 1);

    public void Down(RawDocument document, DocumentUpdate update) => update.Set("count", document["count"].ToInt32() - 1);
}

public sealed class Counter
{
    [BsonElement("count")]
    public int Count { get; set; }
}

[Migration("20260101000001", "Count once, on the server", Tree = "pipeline")]
public sealed class CountOnServer : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "counters";

    public override FilterDefinition<BsonDocument> Filter => """{ "done": { "$exists": false } }""";

    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "count": { "$add": ["$count", 1] }, "done": true } }]""";

    public override FilterDefinition<BsonDocument> DownFilter => """{ "done": true }""";

    public UpdateDefinition<BsonDocument> DownUpdate => """{ "$inc": { "count": -1 }, "$unset": { "done": "" } }""";
}
