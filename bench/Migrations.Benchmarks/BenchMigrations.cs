using Migrations.Bson;

namespace Migrations.Benchmarks;

// The same job in two kinds of body: baz = foo + bar, as text.
[Migration("20260101000001", "Add baz, typed", Tree = "typed")]
public sealed class AddBazTyped : DocumentMigration<WithoutBaz, WithBaz>
{
    public override string Collection => "typed";

    public override void Up(WithoutBaz input, WithBaz output) => output.Baz = input.Foo + input.Bar;
}

[Migration("20260101000001", "Add baz, raw", Tree = "raw")]
public sealed class AddBazRaw : RawDocumentMigration
{
    public override string Collection => "raw";

    public override void Up(RawBsonDocument document, DocumentUpdate update) => update.Set("baz", document["foo"].AsString + document["bar"].ToInt32());
}

[Migration("20260101000001", "Add baz, on the server", Tree = "pipeline")]
public sealed class AddBazOnServer : PipelineMigration
{
    public override string Collection => "pipeline";

    public override BsonExpression Filter => """{ "baz": { "$exists": false } }""";

    public override BsonExpression Update => """[{ "$set": { "baz": { "$concat": ["$foo", { "$toString": "$bar" }] } } }]""";
}

public sealed class WithoutBaz
{
    [BsonElement("foo")]
    public string? Foo { get; set; }

    [BsonElement("bar")]
    public int Bar { get; set; }
}

public sealed class WithBaz
{
    [BsonElement("foo")]
    public string? Foo { get; set; }

    [BsonElement("bar")]
    public int Bar { get; set; }

    [BsonElement("baz")]
    public string? Baz { get; set; }
}
