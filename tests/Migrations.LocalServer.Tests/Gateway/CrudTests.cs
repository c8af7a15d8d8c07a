using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.LocalServer.Tests.Gateway;

public sealed class CrudTests
{
    [Test]
    public async Task Documents_of_a_sequence_are_inserted_and_found_again()
    {
        using var client = await RunningServer.ConnectAsync();

        var inserted = await client.RunAsync(new BsonDocument { { "insert", "c" } }, "documents", new BsonDocument { { "_id", 1 } }, new BsonDocument { { "_id", 2 }, { "a", "x" } });
        var found = await client.RunAsync("""{ "find": "c", "sort": { "_id": 1 } }""");

        Assert.That(inserted["n"].ToInt32(), Is.EqualTo(2));
        Assert.That(found["cursor"].AsBsonDocument["firstBatch"].AsBsonArray.Select(d => d.AsBsonDocument["_id"].AsInt32), Is.EqualTo([1, 2]));
    }

    [TestCase("""[{ "$replaceWith": { "$literal": { "_id": 1, "$b": 2 } } }]""", """{ "_id" : 1, "$b" : 2 }""")]
    [TestCase("""[{ "$replaceWith": { "_id": "$_id", "b": "$a" } }]""", """{ "_id" : 1, "b" : 5 }""")]
    [TestCase("""[{ "$set": { "b": 3 } }, { "$replaceRoot": { "newRoot": { "_id": "$_id", "c": "$b" } } }]""", """{ "_id" : 1, "c" : 3 }""")]
    public async Task A_replacement_by_a_pipeline_keeps_one_id(string pipeline, string after)
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync(new BsonDocument { { "insert", "c" } }, "documents", new BsonDocument { { "_id", 1 }, { "a", 5 } });

        var updated = await client.RunAsync(new BsonDocument { { "update", "c" } }, "updates", new BsonDocument { { "q", new BsonDocument("_id", 1) }, { "u", BsonDocument.Parse($$"""{ "u": {{pipeline}} }""")["u"] } });
        var found = (await client.RunAsync("""{ "find": "c" }"""))["cursor"].AsBsonDocument["firstBatch"].AsBsonArray.Single().AsBsonDocument;

        Assert.That(updated["nModified"].ToInt32(), Is.EqualTo(1));
        Assert.That(found.ToRaw().Bytes.Length, Is.EqualTo(BsonDocument.Parse(after).ToRaw().Bytes.Length));
        Assert.That(found.ToJson(), Is.EqualTo(after));
    }

    [Test]
    public async Task A_cursor_is_read_to_its_end_in_pages()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync(new BsonDocument { { "insert", "c" } }, "documents", [.. Enumerable.Range(0, 25).Select(i => new BsonDocument { { "_id", i } })]);

        var seen = new List<int>();
        var cursor = (await client.RunAsync("""{ "find": "c", "batchSize": 10, "sort": { "_id": 1 } }"""))["cursor"].AsBsonDocument;
        seen.AddRange(cursor["firstBatch"].AsBsonArray.Select(d => d.AsBsonDocument["_id"].AsInt32));
        while (cursor["id"].ToInt64() != 0)
        {
            cursor = (await client.RunAsync(new BsonDocument { { "getMore", cursor["id"].ToInt64() }, { "collection", "c" }, { "batchSize", 10 } }))["cursor"].AsBsonDocument;
            seen.AddRange(cursor["nextBatch"].AsBsonArray.Select(d => d.AsBsonDocument["_id"].AsInt32));
        }

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 25)));
    }

    [Test]
    public async Task A_count_sees_what_was_inserted_just_before()
    {
        using var client = await RunningServer.ConnectAsync();
        var counts = new List<int>();

        for (var i = 1; i <= 20; i++)
        {
            await client.RunAsync(new BsonDocument { { "insert", "c" } }, "documents", new BsonDocument { { "_id", i } });
            counts.Add((await client.RunAsync("""{ "count": "c" }"""))["n"].ToInt32());
        }

        Assert.That(counts, Is.EqualTo(Enumerable.Range(1, 20)));
    }

    [Test]
    public async Task A_killed_cursor_is_not_found()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync(new BsonDocument { { "insert", "c" } }, "documents", [.. Enumerable.Range(0, 25).Select(i => new BsonDocument { { "_id", i } })]);
        var id = (await client.RunAsync("""{ "find": "c", "batchSize": 2 }"""))["cursor"].AsBsonDocument["id"].ToInt64();

        var killed = await client.RunAsync(new BsonDocument { { "killCursors", "c" }, { "cursors", new BsonArray([id]) } });
        var more = await client.RunAsync(new BsonDocument { { "getMore", id }, { "collection", "c" } });

        Assert.That(killed["cursorsKilled"].AsBsonArray.Single().ToInt64(), Is.EqualTo(id));
        Assert.That(more["code"].ToInt32(), Is.EqualTo(43));
    }

    [Test]
    public async Task A_duplicate_key_names_index_pattern_and_value()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "createIndexes": "c", "indexes": [ { "key": { "a.b": 1 }, "name": "ab", "unique": true } ] }""");
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1, "a": { "b": 5 } } ] }""");

        var reply = await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 2, "a": { "b": 5 } } ] }""");

        var error = reply["writeErrors"].AsBsonArray.Single().AsBsonDocument;
        Assert.That(error["code"].ToInt32(), Is.EqualTo(11000));
        Assert.That(error["errmsg"].AsString, Does.StartWith($"E11000 duplicate key error collection: {client.Database}.c index: ab dup key:"));
        Assert.That(error["keyPattern"].ToJson(), Is.EqualTo("""{"a.b":1}""").IgnoreWhiteSpace);
        Assert.That(error["keyValue"].ToJson(), Is.EqualTo("""{"a.b":5}""").IgnoreWhiteSpace);
    }

    [Test]
    public async Task Upserts_of_one_key_at_once_all_succeed()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "createIndexes": "c", "indexes": [ { "key": { "k": 1 }, "name": "k", "unique": true } ] }""");
        var clients = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.AgainAsync()));

        var replies = await Task.WhenAll(clients.Select(c => c.RunAsync("""{ "update": "c", "updates": [ { "q": { "k": 1 }, "u": { "$inc": { "n": 1 } }, "upsert": true } ] }""")));

        Assert.That(replies.Where(reply => reply.Contains("writeErrors")), Is.Empty);
        var document = (await client.RunAsync("""{ "find": "c" }"""))["cursor"].AsBsonDocument["firstBatch"].AsBsonArray.Single().AsBsonDocument;
        Assert.That(document["n"].ToInt32(), Is.EqualTo(16));
        Array.ForEach(clients, c => c.Dispose());
    }

    [Test]
    public async Task A_bulk_write_answers_for_each_operation()
    {
        using var client = await RunningServer.ConnectAsync();
        var command = BsonDocument.Parse($$"""
            { "bulkWrite": 1, "errorsOnly": false, "ordered": false, "$db": "admin", "nsInfo": [ { "ns": "{{client.Database}}.a" }, { "ns": "{{client.Database}}.b" } ],
              "ops": [ { "insert": 0, "document": { "_id": 1 } }, { "insert": 0, "document": { "_id": 1 } }, { "insert": 1, "document": { "_id": 2 } },
                       { "update": 1, "filter": { "_id": 2 }, "updateMods": { "$set": { "x": 1 } } }, { "update": 1, "filter": { "_id": 3 }, "updateMods": { "$set": { "x": 1 } }, "upsert": true },
                       { "delete": 0, "filter": {}, "multi": true } ] }
            """);

        var reply = await client.RunAsync(command);

        var results = reply["cursor"].AsBsonDocument["firstBatch"].AsBsonArray.Select(result => result.AsBsonDocument).ToList();
        Assert.That(results.Select(result => result["idx"].AsInt32), Is.EqualTo([0, 1, 2, 3, 4, 5]));
        Assert.That(results.Select(result => result["ok"].AsDouble), Is.EqualTo([1, 0, 1, 1, 1, 1]));
        Assert.That(results[4]["upserted"].AsBsonDocument["_id"].ToInt32(), Is.EqualTo(3));
        Assert.That((reply["nErrors"].AsInt32, reply["nInserted"].AsInt32, reply["nModified"].AsInt32, reply["nUpserted"].AsInt32, reply["nDeleted"].AsInt32), Is.EqualTo((1, 2, 1, 1, 1)));
    }

    [Test]
    public async Task A_time_limit_ends_a_long_command()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync(new BsonDocument { { "insert", "c" } }, "documents", [.. Enumerable.Range(0, 3000).Select(i => new BsonDocument { { "_id", i }, { "k", i % 3 } })]);

        var reply = await client.RunAsync("""
            { "aggregate": "c", "cursor": {}, "maxTimeMS": 20, "pipeline": [
              { "$lookup": { "from": "c", "let": { "k": "$k" }, "pipeline": [ { "$match": { "$expr": { "$eq": [ "$k", "$$k" ] } } } ], "as": "x" } },
              { "$group": { "_id": null, "n": { "$sum": { "$size": "$x" } } } } ] }
            """);

        Assert.That(reply["code"].ToInt32(), Is.EqualTo(50));
    }
}
