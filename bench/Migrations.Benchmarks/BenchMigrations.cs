using MongoDB.Driver;
using MongoDB.Bson.Serialization.Attributes;
using System.Globalization;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Benchmarks;

// The same job in several kinds of body: baz = foo + bar, as text.
public abstract class AddBazTypedBase(string collection) : DocumentMigration<WithoutBaz, WithBaz>
{
    public override string Collection => collection;

    public override void Up(WithoutBaz input, WithBaz output) => output.Baz = input.Foo + input.Bar;
}

public abstract class AddBazRawBase(string collection) : RawDocumentMigration
{
    public override string Collection => collection;

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("baz", document["foo"].AsString + document["bar"].ToInt32());
}

// No string is ever made: the text is put together as UTF-8.
public abstract class AddBazUtf8Base(string collection) : RawDocumentMigration
{
    public override string Collection => collection;

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        Span<byte> text = stackalloc byte[256];
        document.TryGetValue("foo"u8, out var foo);
        document.TryGetValue("bar"u8, out var bar);
        foo.AsUtf8.CopyTo(text);
        bar.AsInt32.TryFormat(text[foo.AsUtf8.Length..], out var digits, default, CultureInfo.InvariantCulture);
        update.SetUtf8("baz", text[..(foo.AsUtf8.Length + digits)]);
    }
}

[Migration("20260101000001", "Add baz, raw and without strings, against the canned server", Tree = "canned-utf8")]
public sealed class AddBazUtf8Canned() : AddBazUtf8Base("data");

[Migration("20260101000001", "Add baz, typed", Tree = "typed")]
public sealed class AddBazTyped() : AddBazTypedBase("typed");

[Migration("20260101000001", "Add baz, raw", Tree = "raw")]
public sealed class AddBazRaw() : AddBazRawBase("raw");

[Migration("20260101000001", "Add baz, typed, against the canned server", Tree = "canned-typed")]
public sealed class AddBazTypedCanned() : AddBazTypedBase("data");

[Migration("20260101000001", "Add baz, raw, against the canned server", Tree = "canned-raw")]
public sealed class AddBazRawCanned() : AddBazRawBase("data");

[Migration("20260101000001", "Add baz, on the server", Tree = "pipeline")]
public sealed class AddBazOnServer : PipelineMigration
{
    public override string Collection => "pipeline";

    public override FilterDefinition<BsonDocument> Filter => """{ "baz": { "$exists": false } }""";

    public override UpdateDefinition<BsonDocument> Update => """[{ "$set": { "baz": { "$concat": ["$foo", { "$toString": "$bar" }] } } }]""";
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

[KeepBeforeImages]
[Migration("20260101000001", "Add baz, raw, and keep what was", Tree = "kept")]
public sealed class AddBazKept() : AddBazRawBase("kept");

[Migration("20260101000001", "Add baz, as a named step", Tree = "fields")]
public sealed class AddBazFields : FieldMigration
{
    public override string Collection => "fields";

    public override void Define(FieldSteps steps) => steps.Compute("baz", """{ "$concat": ["$foo", { "$toString": "$bar" }] }""");
}

[Migration("20260101000001", "Add baz, in a collection of its own", Tree = "emit")]
public sealed class AddBazEmitted : EmitMigration
{
    public override string Collection => "emit";

    public override string Target => "emitted";

    public override void Up(RawDocument source, DocumentEmitter emit) =>
        emit.Insert(source.ToBsonDocument().Set("baz", source["foo"].AsString + source["bar"].ToInt32()));
}
