using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.TestKit;
using MongoDB.Bson;

namespace Migrations.Engine.Tests.Database;

// Only the mongos that opened a cursor knows it; which one takes a command outside of transactions is chosen by chance.
public sealed class SeveralMongosTests
{
    private const int Rounds = 16;

    [TestCase("find", """{ "find": "items", "batchSize": 1 }""")]
    [TestCase("aggregate", """{ "aggregate": "items", "pipeline": [{ "$match": { "a": 1 } }], "cursor": { "batchSize": 1 } }""")]
    [TestCase("aggregate", """{ "aggregate": "items", "pipeline": [{ "$match": { "a": 1 } }], "allowDiskUse": true, "hint": { "_id": 1 }, "comment": "why", "cursor": {} }""")]
    [TestCase("listCollections", """{ "listCollections": 1 }""")]
    [TestCase("listCollections", """{ "listCollections": 1, "filter": { "name": "items" } }""")]
    [TestCase("listIndexes", """{ "listIndexes": "items" }""")]
    public async Task Later_batches_come_from_the_mongos_that_opened_the_cursor(string name, string command)
    {
        await using var first = Mongos(1, name);
        await using var second = Mongos(2, name);
        await using var channel = DriverChannel.Create($"mongodb://{first.Address},{second.Address}/shop");

        for (var i = 0; i < Rounds; i++)
        {
            await using var cursor = await channel.OpenCursorAsync(Commands.Of("shop", command, CommandKind.Read), null, CancellationToken.None);
            var names = new List<string>();
            while (await cursor.MoveNextAsync(CancellationToken.None))
            {
                names.AddRange(cursor.CopyBatch().Select(d => d["name"].AsString));
            }

            Assert.That(names, Is.EqualTo((string[])["a", "b"]));
        }

        Assert.That(first.RequestsOf(name).Count + second.RequestsOf(name).Count, Is.EqualTo(Rounds));
        Assert.That(IdsOf(first), Has.All.EqualTo(1).And.Exactly(first.RequestsOf(name).Count).Items);
        Assert.That(IdsOf(second), Has.All.EqualTo(2).And.Exactly(second.RequestsOf(name).Count).Items);
    }

    [Test]
    public async Task What_a_command_says_reaches_the_server_whole()
    {
        await using var server = Mongos(1, "aggregate");
        await using var channel = DriverChannel.Create(server.ConnectionString);
        var command = Commands.Of("shop", """{ "aggregate": "items", "pipeline": [{ "$match": { "a": { "$numberDecimal": "1.00" } } }], "allowDiskUse": true, "hint": { "_id": 1 }, "comment": "why", "cursor": { "batchSize": 7 } }""", CommandKind.Read);

        await using var cursor = await channel.OpenCursorAsync(command, null, CancellationToken.None);

        var sent = server.RequestsOf("aggregate").Single().Document;
        Assert.That(sent["pipeline"].AsBsonArray.Single().AsBsonDocument.ToJson(), Is.EqualTo("""{ "$match" : { "a" : { "$numberDecimal" : "1.00" } } }"""));
        Assert.That((sent["allowDiskUse"].AsBoolean, sent["hint"].ToJson(), sent["comment"].AsString, sent["cursor"]["batchSize"].ToInt32()), Is.EqualTo((true, """{ "_id" : 1 }""", "why", 7)));
    }

    private static List<long> IdsOf(FakeServer server) => [.. server.RequestsOf("getMore").Select(m => m.Document["getMore"].ToInt64())];

    private static FakeServer Mongos(long id, string command) => new FakeServer { Hello = FakeHello.Mongos }
        .ReplyAlways(command, _ => Batch(id, "firstBatch", "a"))
        .ReplyAlways("getMore", _ => Batch(0, "nextBatch", "b"));

    private static BsonDocument Batch(long id, string batch, string name) =>
        new() { { "ok", 1 }, { "cursor", new BsonDocument { { "id", id }, { "ns", "shop.items" }, { batch, new BsonArray { new BsonDocument { { "name", name }, { "key", new BsonDocument("a", 1) } } } } } } };
}
