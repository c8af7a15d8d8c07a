using Migrations.Bson;

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

    public override void Up(RawBsonDocument document, DocumentUpdate update) => update.Set("count", document["count"].ToInt32() + 1);

    public void Down(RawBsonDocument document, DocumentUpdate update) => update.Set("count", document["count"].ToInt32() - 1);
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

    public override BsonExpression Filter => """{ "done": { "$exists": false } }""";

    public override BsonExpression Update => """[{ "$set": { "count": { "$add": ["$count", 1] }, "done": true } }]""";

    public override BsonExpression DownFilter => """{ "done": true }""";

    public BsonExpression DownUpdate => """{ "$inc": { "count": -1 }, "$unset": { "done": "" } }""";
}
