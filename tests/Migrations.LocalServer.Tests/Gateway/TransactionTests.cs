using MongoDB.Bson;

namespace Migrations.LocalServer.Tests.Gateway;

public sealed class TransactionTests
{
    [Test]
    public async Task A_commit_shows_everything_at_once()
    {
        using var client = await RunningServer.ConnectAsync();
        var session = new Session();

        await client.RunAsync(session.Start("""{ "insert": "c", "documents": [ { "_id": 1 } ] }"""));
        await client.RunAsync(session.Next("""{ "insert": "d", "documents": [ { "_id": 1 } ] }"""));
        var before = await CountAsync(client, "c");
        var committed = await client.RunAsync(session.Next("""{ "commitTransaction": 1 }"""));
        var again = await client.RunAsync(session.Next("""{ "commitTransaction": 1 }"""));

        Assert.That(before, Is.Zero);
        Assert.That((committed["ok"].AsDouble, again["ok"].AsDouble), Is.EqualTo((1.0, 1.0)));
        Assert.That((await CountAsync(client, "c"), await CountAsync(client, "d")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task An_abort_leaves_nothing()
    {
        using var client = await RunningServer.ConnectAsync();
        var session = new Session();

        await client.RunAsync(session.Start("""{ "insert": "c", "documents": [ { "_id": 1 } ] }"""));
        await client.RunAsync(session.Next("""{ "abortTransaction": 1 }"""));

        Assert.That(await CountAsync(client, "c"), Is.Zero);
    }

    [Test]
    public async Task Reads_see_one_snapshot()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");
        var session = new Session();

        await client.RunAsync(session.Start("""{ "find": "c" }"""));
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 2 } ] }""");
        var inside = await client.RunAsync(session.Next("""{ "find": "c" }"""));
        await client.RunAsync(session.Next("""{ "commitTransaction": 1 }"""));

        Assert.That(inside["cursor"].AsBsonDocument["firstBatch"].AsBsonArray, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cursor_of_a_transaction_is_read_in_pages()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync(new BsonDocument { { "insert", "c" } }, "documents", [.. Enumerable.Range(0, 25).Select(i => new BsonDocument { { "_id", i } })]);
        var session = new Session();

        var first = await client.RunAsync(session.Start("""{ "find": "c", "batchSize": 20 }"""));
        var more = await client.RunAsync(session.Next(new BsonDocument { { "getMore", first["cursor"].AsBsonDocument["id"].ToInt64() }, { "collection", "c" } }));
        await client.RunAsync(session.Next("""{ "commitTransaction": 1 }"""));

        Assert.That(more["cursor"].AsBsonDocument["nextBatch"].AsBsonArray, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task A_conflict_is_reported_at_once_with_its_label_and_ends_the_transaction()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");
        var (one, two) = (new Session(), new Session());
        const string Update = """{ "update": "c", "updates": [ { "q": { "_id": 1 }, "u": { "$inc": { "n": 1 } } } ] }""";

        await client.RunAsync(one.Start(Update));
        var conflict = await client.RunAsync(two.Start(Update));
        var later = await client.RunAsync(two.Next(Update));
        await client.RunAsync(one.Next("""{ "commitTransaction": 1 }"""));

        Assert.That(conflict["code"].ToInt32(), Is.EqualTo(112));
        Assert.That(conflict["errorLabels"].AsBsonArray.Select(label => label.AsString), Is.EqualTo(["TransientTransactionError"]));
        Assert.That(later["code"].ToInt32(), Is.EqualTo(251));
    }

    [Test]
    public async Task A_duplicate_key_inside_ends_the_transaction()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");
        var session = new Session();

        await client.RunAsync(session.Start("""{ "insert": "c", "documents": [ { "_id": 2 } ] }"""));
        var duplicate = await client.RunAsync(session.Next("""{ "insert": "c", "documents": [ { "_id": 1 } ] }"""));
        var commit = await client.RunAsync(session.Next("""{ "commitTransaction": 1 }"""));

        Assert.That(duplicate["writeErrors"].AsBsonArray.Single().AsBsonDocument["code"].ToInt32(), Is.EqualTo(11000));
        Assert.That(commit["code"].ToInt32(), Is.EqualTo(251));
        Assert.That(await CountAsync(client, "c"), Is.EqualTo(1));
    }

    [TestCase("""{ "drop": "c" }""")]
    [TestCase("""{ "count": "c" }""")]
    [TestCase("""{ "listCollections": 1 }""")]
    public async Task What_MongoDB_refuses_in_a_transaction_is_refused(string command)
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");
        var session = new Session();
        await client.RunAsync(session.Start("""{ "find": "c" }"""));

        var reply = await client.RunAsync(session.Next(command));

        Assert.That(reply["code"].ToInt32(), Is.EqualTo(263));
    }

    [Test]
    public async Task A_collection_and_its_indexes_can_be_created_inside()
    {
        using var client = await RunningServer.ConnectAsync();
        var session = new Session();

        var created = await client.RunAsync(session.Start("""{ "create": "fresh" }"""));
        var indexed = await client.RunAsync(session.Next("""{ "createIndexes": "fresh", "indexes": [ { "key": { "a": 1 }, "name": "a" } ] }"""));
        await client.RunAsync(session.Next("""{ "insert": "fresh", "documents": [ { "_id": 1 } ] }"""));
        var committed = await client.RunAsync(session.Next("""{ "commitTransaction": 1 }"""));

        Assert.That((created["ok"].ToDouble(), indexed["ok"].ToDouble(), committed["ok"].ToDouble()), Is.EqualTo((1.0, 1.0, 1.0)), $"{created.ToJson()} {indexed.ToJson()}");
        var indexes = await client.RunAsync("""{ "listIndexes": "fresh" }""");
        Assert.That(indexes["cursor"].AsBsonDocument["firstBatch"].AsBsonArray, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_end_of_a_session_ends_its_transaction()
    {
        using var client = await RunningServer.ConnectAsync();
        var session = new Session();
        await client.RunAsync(session.Start("""{ "insert": "c", "documents": [ { "_id": 1 } ] }"""));

        await client.RunAsync(new BsonDocument { { "endSessions", new BsonArray([session.Id]) } });
        var commit = await client.RunAsync(session.Next("""{ "commitTransaction": 1 }"""));

        Assert.That(commit["code"].ToInt32(), Is.EqualTo(251));
    }

    private static async Task<int> CountAsync(WireClient client, string collection) =>
        (await client.RunAsync(new BsonDocument { { "count", collection } }))["n"].ToInt32();
}
