using MongoDB.Bson;

namespace Migrations.LocalServer.Tests.Gateway;

public sealed class IndexTests
{
    [Test]
    public async Task Many_clients_build_the_same_index_at_once()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1, "a": 1 } ] }""");
        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.AgainAsync()));

        var replies = await Task.WhenAll(clients.Select(c => c.RunAsync("""{ "createIndexes": "c", "indexes": [ { "key": { "a": 1 }, "name": "a_1" } ] }""")));

        Assert.That(replies.Select(reply => reply["ok"].ToDouble()), Is.All.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Contains("note")), Is.EqualTo(7));
        Array.ForEach(clients, c => c.Dispose());
    }

    [Test]
    public async Task A_unique_index_with_a_descending_part_refuses_missing_fields_twice()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "createIndexes": "c", "indexes": [ { "key": { "a": 1, "b": -1 }, "name": "ab", "unique": true } ] }""");
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1, "a": 1 } ] }""");

        var reply = await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 2, "a": 1 } ] }""");

        Assert.That(reply["writeErrors"].AsBsonArray.Single().AsBsonDocument["code"].ToInt32(), Is.EqualTo(11000));
    }

    [Test]
    public async Task A_unique_index_over_duplicates_is_refused()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1, "a": 1 }, { "_id": 2, "a": 1 } ] }""");

        var reply = await client.RunAsync("""{ "createIndexes": "c", "indexes": [ { "key": { "a": 1 }, "name": "a_1", "unique": true } ] }""");

        Assert.That(reply["code"].ToInt32(), Is.EqualTo(11000), reply.ToJson());
        var indexes = await client.RunAsync("""{ "listIndexes": "c" }""");
        Assert.That(indexes["cursor"].AsBsonDocument["firstBatch"].AsBsonArray, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Listed_indexes_have_no_storage_details_and_can_be_dropped()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "createIndexes": "c", "indexes": [ { "key": { "a": 1 }, "name": "a_1" }, { "key": { "b": 1 }, "name": "b_1", "sparse": true } ] }""");

        var listed = (await client.RunAsync("""{ "listIndexes": "c" }"""))["cursor"].AsBsonDocument["firstBatch"].AsBsonArray.Select(index => index.AsBsonDocument).ToList();
        var dropped = await client.RunAsync("""{ "dropIndexes": "c", "index": "a_1" }""");
        var missing = await client.RunAsync("""{ "dropIndexes": "c", "index": "a_1" }""");

        Assert.That(listed.Select(index => index["name"].AsString), Is.EqualTo(["_id_", "a_1", "b_1"]));
        Assert.That(listed.Any(index => index.Contains("storageEngine")), Is.False);
        Assert.That(dropped["nIndexesWas"].ToInt32(), Is.EqualTo(3));
        Assert.That(missing["code"].ToInt32(), Is.EqualTo(27));
    }

    [Test]
    public async Task An_explained_find_names_its_index()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync(new BsonDocument { { "insert", "c" } }, "documents", [.. Enumerable.Range(0, 2000).Select(i => new BsonDocument { { "_id", i }, { "a", i } })]);
        await client.RunAsync("""{ "createIndexes": "c", "indexes": [ { "key": { "a": 1 }, "name": "a_1" } ] }""");

        var reply = await client.RunAsync("""{ "explain": { "find": "c", "filter": { "a": 5 } } }""");

        Assert.That(reply["queryPlanner"].AsBsonDocument["winningPlan"].ToJson(), Does.Contain("IXSCAN").And.Contain("a_1"), reply.ToJson());
    }
}
