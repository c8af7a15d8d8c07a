using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using MongoDB.Bson.IO;

namespace Migrations.IntegrationTests.Engine;

// Documents that nobody would write and that collections have all the same: whatever is in them comes through byte for byte.
public sealed class UnusualDocumentTests
{
    private static readonly string[] Documents =
    [
        """{ "double": { "$numberDouble": "-0.0" }, "nan": { "$numberDouble": "NaN" }, "int": { "$numberInt": "-2147483648" }, "long": { "$numberLong": "9223372036854775807" }, "decimal": { "$numberDecimal": "1.000E+3" } }""",
        """{ "binary": { "$binary": { "base64": "AQID", "subType": "80" } }, "uuid": { "$uuid": "c8edabc3-f738-4ca3-b68d-ab92a91478a3" }, "oid": { "$oid": "56e1fc72e0c917e9c4714161" } }""",
        """{ "regex": { "$regularExpression": { "pattern": "a.*b", "options": "im" } }, "code": { "$code": "f()" }, "timestamp": { "$timestamp": { "t": 5, "i": 6 } }, "date": { "$date": { "$numberLong": "-1" } } }""",
        """{ "min": { "$minKey": 1 }, "max": { "$maxKey": 1 }, "null": null, "bool": false, "empty": {}, "none": [], "nested": { "a": [{ "b": [[1, 2], { "c": null }] }] } }""",
        """{ "": "no name", "ünïcödé": "日本", "with space": 1, "a.b": { "c.d": 1 }, "inner": { "$set": 1, "": 2 } }""",
    ];

    [Test]
    public async Task Everything_else_in_a_document_comes_through(
        [Values("typed", "raw")] string tree,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Documents.Select((text, i) => Counted(BsonDocument.Parse(text), i)));
        var before = await fixture.ReadAsync("counters");

        await fixture.MigrateAsync(tree, transaction, batchSize: 2);
        var after = await fixture.ReadAsync("counters");
        await fixture.RollBackAsync(tree, transaction);

        Assert.That(before, Has.Count.EqualTo(Documents.Length));
        for (var i = 0; i < before.Count; i++)
        {
            Assert.That(after[i].ToRaw(), Is.EqualTo(Counted(before[i], i, 1).ToRaw()));
        }

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d.ToRaw()), Is.EqualTo(before.Select(d => d.ToRaw())));
    }

    [Test]
    public async Task A_document_of_nearly_the_greatest_size_is_migrated([Values("typed", "raw")] string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var text = new string('x', (16 * 1024 * 1024) - 200);
        await fixture.Database.GetCollection("counters").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "count", 0 }, { "text", text } });

        await fixture.MigrateAsync(tree);

        var document = (await fixture.ReadAsync("counters")).Single();
        Assert.That(document["count"].AsInt32, Is.EqualTo(1));
        Assert.That(document["text"].AsString, Has.Length.EqualTo(text.Length));
    }

    [Test]
    public async Task Names_that_no_operator_reaches_are_written_with_the_whole_document(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("dotted").InsertManyAsync(Enumerable.Range(0, 25).Select(i => new BsonDocument { { "_id", i }, { "other", "x" }, { "price.net", i } }));
        var before = await ReadAllRawAsync(fixture, "dotted");

        await fixture.MigrateAsync("dotted", transaction, batchSize: 10);
        var after = await ReadAllRawAsync(fixture, "dotted");
        await fixture.RollBackAsync("dotted", transaction);

        Assert.That(after.Select(d => d.ToString()), Is.EqualTo(Enumerable.Range(0, 25).Select(i => $$"""{ "_id" : {{i}}, "other" : "x", "$price" : {{i}} }""")));
        Assert.That(after.Select(d => NamesOf(d).Count(n => n == "_id")), Has.All.EqualTo(1));
        Assert.That(await ReadAllRawAsync(fixture, "dotted"), Is.EqualTo(before));
    }

    // MongoDB stores such documents when a driver sends them, and keeps every one of the fields.
    [Test]
    public async Task Fields_of_the_same_name_are_all_kept(
        [Values("typed", "raw")] string tree,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, WithSameNames(0));
        Assume.That(await ReadRawAsync(fixture), Is.EqualTo(WithSameNames(0)), "The server merges fields of the same name.");

        await fixture.MigrateAsync(tree, transaction);
        var after = await ReadRawAsync(fixture);
        await fixture.RollBackAsync(tree, transaction);

        Assert.That(after, Is.EqualTo(WithSameNames(1)));
        Assert.That(await ReadRawAsync(fixture), Is.EqualTo(WithSameNames(0)));
    }

    // An update of the server reads one of the fields and writes all of them, so none would be what it was.
    [Test]
    public async Task A_field_step_refuses_a_document_that_has_a_name_twice(
        [Values("name", "meta.x", "authors", "other")] string place,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, Note(place, isMigrated: false), "notes");
        var before = await ReadAllRawAsync(fixture, "notes");
        Assume.That(before.Single(), Is.EqualTo(Note(place, isMigrated: false)), "The server merges fields of the same name.");

        var dry = Assert.CatchAsync<MigrationException>(() => fixture.NewEngine(transaction).DryRunAsync(new PlanRequest { Tree = "fields" }, CancellationToken.None));
        var failure = Assert.CatchAsync<MigrationException>(() => fixture.MigrateAsync("fields", transaction));

        var where = place == "authors" ? "a document in 'authors' has a field more than once" : $"it has the field '{place}' more than once";
        Assert.That(new[] { dry, failure }, Has.All.Property("Code").EqualTo(MigrationErrorCode.FieldStepRefused).And.All.Message.Contains($"for the document with the _id 1: {where}"));
        Assert.That(await ReadAllRawAsync(fixture, "notes"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_field_step_refuses_on_its_way_back_a_document_that_has_a_name_twice(
        [Values("slug", "meta.title", "authors")] string place,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.MigrateAsync("fields", transaction);
        await InsertAsync(fixture, Note(place, isMigrated: true), "notes");
        var before = await ReadAllRawAsync(fixture, "notes");
        Assume.That(before.Single(), Is.EqualTo(Note(place, isMigrated: true)), "The server merges fields of the same name.");

        var failure = Assert.CatchAsync<MigrationException>(() => fixture.RollBackAsync("fields", transaction));

        Assert.That(failure, Has.Property("Code").EqualTo(MigrationErrorCode.FieldStepRefused).And.Message.Contains("for the document with the _id 1: ").And.Message.Contains("more than once"));
        Assert.That(await ReadAllRawAsync(fixture, "notes"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_field_step_keeps_same_names_in_what_it_does_not_look_into([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, Note("untouched", isMigrated: false), "notes");
        var before = await ReadAllRawAsync(fixture, "notes");

        await fixture.MigrateAsync("fields", transaction);
        var after = await ReadAllRawAsync(fixture, "notes");

        Assert.That(after.Single()["untouched"], Is.EqualTo(before.Single()["untouched"]));
        Assert.That(NamesOf(after.Single()["untouched"].AsDocument), Is.EqualTo(new[] { "", "a.b", "$c", "x", "x" }));
        Assert.That(after.Single()["meta"].AsDocument["title"].AsString, Is.EqualTo("n"));
    }

    [Test]
    public async Task A_field_step_takes_any_names_that_differ_and_nearly_the_greatest_document()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var notes = fixture.Database.GetCollection("notes");
        await notes.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "name", "n" }, { "Name", "N" }, { "", 0 }, { "a.b", 1 }, { "$c", 2 }, { "meta", new BsonDocument { { "x", 1 }, { "X", 2 } } }, { "text", new string('x', (16 * 1024 * 1024) - 300) } });

        await fixture.MigrateAsync("fields");

        var document = (await fixture.ReadAsync("notes")).Single();
        Assert.That(document.Names, Is.EqualTo(new[] { "_id", "Name", "", "a.b", "$c", "meta", "text", "slug" }));
        Assert.That(document["meta"].ToJson(), Is.EqualTo("""{ "x" : 1, "X" : 2, "title" : "n", "lang" : "$en" }"""));
    }

    [Test]
    public async Task A_number_that_becomes_longer_is_written_at_every_depth([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("numbers").InsertOneAsync(BsonDocument.Parse("""{ "_id": 1, "one": 1, "list": [1, 2], "map": { "a": 1 }, "inner": { "n": 1, "x": 1 }, "inners": [{ "n": 1, "x": 1 }] }"""));

        await fixture.MigrateAsync("longer", transaction);

        Assert.That(
            (await fixture.ReadAsync("numbers")).Single().ToJson(new JsonWriterSettings { OutputMode = JsonOutputMode.CanonicalExtendedJson }),
            Is.EqualTo("""{ "_id" : { "$numberInt" : "1" }, "one" : { "$numberLong" : "1" }, "list" : [{ "$numberLong" : "1" }, { "$numberLong" : "2" }], "map" : { "a" : { "$numberLong" : "1" } }, "inner" : { "n" : { "$numberLong" : "1" }, "x" : { "$numberInt" : "1" } }, "inners" : [{ "n" : { "$numberLong" : "1" }, "x" : { "$numberInt" : "1" } }] }"""));
    }

    [Test]
    public async Task Text_that_is_not_UTF8_comes_through_and_back(
        [Values("typed", "raw", "imagedRaw")] string tree,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var collection = tree == "imagedRaw" ? "parts" : "counters";
        var before = Enumerable.Range(0, 3).Select(i => WithBadText(i)).ToList();
        foreach (var document in before)
        {
            await InsertAsync(fixture, document, collection);
        }

        Assume.That(await ReadAllRawAsync(fixture, collection), Is.EqualTo(before), "The server does not take such text.");

        await fixture.NewEngine(transaction, batchSize: 1).DryRunAsync(new PlanRequest { Tree = tree }, CancellationToken.None);
        await fixture.NewEngine(transaction, batchSize: 1).RehearseAsync(new PlanRequest { Tree = tree }, CancellationToken.None);
        await fixture.MigrateAsync(tree, transaction, batchSize: 1);
        await fixture.NewEngine(transaction, batchSize: 1).RehearseAsync(new PlanRequest { Tree = tree, Direction = MigrationDirection.Down, To = "base" }, CancellationToken.None);
        await fixture.RollBackAsync(tree, transaction);

        Assert.That(await ReadAllRawAsync(fixture, collection), Is.EqualTo(before));
    }

    [Test]
    public async Task An_id_that_is_not_UTF8_may_end_a_batch(
        [Values("typed", "raw", "imagedRaw")] string tree,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var collection = tree == "imagedRaw" ? "parts" : "counters";
        var before = Enumerable.Range(0, 3).Select(i => WithBadId((byte)i)).ToList();
        foreach (var document in before)
        {
            await InsertAsync(fixture, document, collection);
        }

        Assume.That(await ReadAllRawAsync(fixture, collection), Is.EqualTo(before), "The server does not take such text.");

        await fixture.NewEngine(transaction, batchSize: 1).DryRunAsync(new PlanRequest { Tree = tree }, CancellationToken.None);
        await fixture.NewEngine(transaction, batchSize: 1).RehearseAsync(new PlanRequest { Tree = tree }, CancellationToken.None);
        await fixture.MigrateAsync(tree, transaction, batchSize: 1);
        await fixture.RollBackAsync(tree, transaction);

        Assert.That(await ReadAllRawAsync(fixture, collection), Is.EqualTo(before));
    }

    [Test]
    public async Task A_value_of_more_than_half_a_documents_size_is_migrated_or_listed([Values("typed", "raw")] string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "count", 0 }, { "text", new string('x', 9 * 1024 * 1024) } });
        await fixture.Database.GetCollection("counters").InsertOneAsync(new BsonDocument { { "_id", 2 }, { "count", 0 } });

        await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, OnDocumentError = OnDocumentError.Collect }).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public async Task One_that_no_statement_holds_together_with_what_it_was_is_listed_without_transactions()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var dotted = fixture.Database.GetCollection("dotted");
        await dotted.InsertManyAsync([Dotted(1, 10), Dotted(2, 9 * 1024 * 1024), Dotted(3, 10)]);
        var request = new PlanRequest { Tree = "dotted" };
        MigrationEngine Engine(TransactionMode mode) => fixture.EngineWith(new RunSettings { Transaction = mode, OnDocumentError = OnDocumentError.Collect });

        var failure = Assert.CatchAsync<MigrationException>(() => Engine(TransactionMode.Never).RunAsync(request, fixture.Observer, CancellationToken.None));
        var listed = await fixture.ReadAsync("_migrations.errors");
        var after = await ReadAllRawAsync(fixture, "dotted");
        await Engine(TransactionMode.Require).RunAsync(request, fixture.Observer, CancellationToken.None);

        Assert.That(failure!.Code, Is.EqualTo(MigrationErrorCode.DocumentsFailed));
        Assert.That(listed.Single().ToString(), Does.Contain("--transaction require"));
        Assert.That(after.Select(d => d.Contains("$price")), Is.EqualTo(new[] { true, false, true }));
        Assert.That((await ReadAllRawAsync(fixture, "dotted")).Select(d => d.Contains("$price")), Has.All.True);
    }

    private static BsonDocument Dotted(int id, int size) => new() { { "_id", id }, { "other", new string('x', size) }, { "price.net", id } };

    private static RawDocument WithBadText(int id)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteInt32("_id"u8, id);
        writer.WriteInt32("count"u8, 0);
        writer.WriteRaw("bad"u8, BsonType.String, [3, 0, 0, 0, 0xC3, 0x28, 0]);
        writer.WriteRaw([0xC3, 0x28], BsonType.Int32, [1, 0, 0, 0]);
        writer.WriteEndDocument();
        return new RawDocument(writer.WrittenMemory.ToArray());
    }

    private static RawDocument WithBadId(byte id)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteRaw("_id"u8, BsonType.String, [4, 0, 0, 0, 0xC3, 0x28, (byte)('a' + id), 0]);
        writer.WriteInt32("count"u8, 0);
        writer.WriteEndDocument();
        return new RawDocument(writer.WrittenMemory.ToArray());
    }

    // As the tree of field steps finds it, or as it leaves it, with one name twice.
    private static RawDocument Note(string place, bool isMigrated)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteInt32("_id"u8, 1);
        WriteText(writer, isMigrated ? "slug" : "name", "n", place);
        WriteText(writer, "other", "o", place);
        writer.WriteStartDocument("meta"u8);
        WriteText(writer, "x", "1", place == "meta.x" ? "x" : null);
        if (isMigrated)
        {
            WriteText(writer, "title", "n", place == "meta.title" ? "title" : null);
            WriteText(writer, "lang", "$en", null);
        }

        writer.WriteEndDocument();
        writer.WriteStartArray("authors"u8);
        writer.WriteStartDocument("0"u8);
        WriteText(writer, isMigrated ? "first" : "name", isMigrated ? "A" : "A B", place == "authors" ? isMigrated ? "first" : "name" : null);
        if (isMigrated)
        {
            WriteText(writer, "last", "B", null);
        }

        writer.WriteEndDocument();
        writer.WriteEndDocument();
        writer.WriteStartDocument("untouched"u8);
        WriteText(writer, "", "0", null);
        WriteText(writer, "a.b", "1", null);
        WriteText(writer, "$c", "2", null);
        WriteText(writer, "x", "3", place == "untouched" ? "x" : null);
        writer.WriteEndDocument();
        writer.WriteEndDocument();
        return new RawDocument(writer.WrittenMemory.ToArray());
    }

    private static void WriteText(RawWriter writer, string name, string value, string? twice)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(name);
        writer.WriteString(bytes, value);
        if (name == twice)
        {
            writer.WriteString(bytes, $"{value} again");
        }
    }

    private static RawDocument WithSameNames(int count)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteInt32("_id"u8, 1);
        writer.WriteInt32("count"u8, count);
        writer.WriteInt32("twice"u8, 1);
        writer.WriteString("twice"u8, "two");
        writer.WriteStartDocument("nested"u8);
        writer.WriteInt32("inner"u8, 3);
        writer.WriteNull("inner"u8);
        writer.WriteEndDocument();
        writer.WriteInt32("twice"u8, 4);
        writer.WriteEndDocument();
        return new RawDocument(writer.WrittenMemory.ToArray());
    }

    private static async Task InsertAsync(EngineFixture fixture, RawDocument document, string collection = "counters")
    {
        var insert = new BsonDocument("insert", collection).ToRaw();
        using var reply = await fixture.Channel.RunAsync(new Command(fixture.Database.Name, insert) { Kind = CommandKind.RetryableWrite, Sequence = new DocumentSequence("documents", document.Bytes, 1) }, null, CancellationToken.None);
        WriteReplies.ThrowOnErrors(reply.Document, "insert", "counters");
    }

    private static async Task<RawDocument> ReadRawAsync(EngineFixture fixture)
    {
        var find = BsonDocument.Parse("""{ "find": "counters", "filter": { "_id": 1 }, "singleBatch": true }""").ToRaw();
        using var reply = await fixture.Channel.RunAsync(new Command(fixture.Database.Name, find) { Kind = CommandKind.Read }, null, CancellationToken.None);
        return new RawDocument(reply.Document["cursor"].AsDocument["firstBatch"].AsArray.Single().AsDocument.Bytes.ToArray());
    }

    private static async Task<IReadOnlyList<RawDocument>> ReadAllRawAsync(EngineFixture fixture, string collection)
    {
        var find = new BsonDocument { { "find", collection }, { "sort", new BsonDocument("_id", 1) }, { "singleBatch", true } }.ToRaw();
        using var reply = await fixture.Channel.RunAsync(new Command(fixture.Database.Name, find) { Kind = CommandKind.Read }, null, CancellationToken.None);
        return [.. reply.Document["cursor"].AsDocument["firstBatch"].AsArray.Select(d => new RawDocument(d.AsDocument.Bytes.ToArray()))];
    }

    private static List<string> NamesOf(RawDocument document)
    {
        var names = new List<string>();
        foreach (var element in document)
        {
            names.Add(element.Name);
        }

        return names;
    }

    // _id and count stand first, as the server keeps them.
    private static BsonDocument Counted(BsonDocument document, int id, int count = 0)
    {
        var counted = new BsonDocument { { "_id", id }, { "count", count } };
        foreach (var field in document.Elements.Where(f => f.Name is not ("_id" or "count")))
        {
            counted.Add(field.Name, field.Value);
        }

        return counted;
    }
}
