using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class ServerCursorTests
{
    [Test]
    public async Task All_batches_are_read_from_the_server_in_one_session()
    {
        await using var server = WithBatches();
        await using var channel = DriverChannel.Create(server.ConnectionString);

        var ids = await ReadAllAsync(channel, Commands.Of("shop", """{ "find": "view", "batchSize": 2, "comment": "why" }""", CommandKind.Read));

        Assert.That(ids, Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        var more = server.RequestsOf("getMore");
        Assert.That(more, Has.Count.EqualTo(2));
        Assert.That(more.Select(m => m.Document["getMore"]), Has.All.EqualTo(new BsonInt64(77)));
        Assert.That(more.Select(m => m.Document["collection"].AsString), Has.All.EqualTo("items"), "the namespace of the reply counts");
        Assert.That(more.Select(m => m.Document["batchSize"].ToInt64()), Has.All.EqualTo(2));
        Assert.That(more.Select(m => m.Document["comment"].AsString), Has.All.EqualTo("why"));
        Assert.That(server.Requests.Select(r => r.Document["lsid"]).Distinct().Count(), Is.EqualTo(1));
        Assert.That(server.RequestsOf("killCursors"), Is.Empty);
    }

    [Test]
    public async Task A_cursor_that_is_closed_early_is_closed_on_the_server()
    {
        await using var server = WithBatches();
        await using var channel = DriverChannel.Create(server.ConnectionString);

        await using (var cursor = await channel.OpenCursorAsync(Commands.Find(), null, CancellationToken.None))
        {
            await cursor.MoveNextAsync(CancellationToken.None);
        }

        var kill = server.RequestsOf("killCursors").Single().Document;
        Assert.That(kill["killCursors"].AsString, Is.EqualTo("items"));
        Assert.That(kill["cursors"].AsBsonArray.Single(), Is.EqualTo(new BsonInt64(77)));
    }

    [Test]
    public async Task A_cursor_stays_with_its_server_when_another_one_becomes_primary()
    {
        await using var set = new FakeReplicaSet(2);
        Script(set.Members[0]);
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var cursor = await channel.OpenCursorAsync(Commands.Find(), null, CancellationToken.None);
        await cursor.MoveNextAsync(CancellationToken.None);

        set.Elect(1);
        set.Members[0].Fail(new FakeFault { Command = "insert", ErrorCode = 10107, Labels = ["RetryableWriteError"] });
        using var reply = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);
        var moved = await cursor.MoveNextAsync(CancellationToken.None);

        Assert.That(moved, Is.True);
        Assert.That(set.Members[0].RequestsOf("getMore"), Has.Count.EqualTo(1));
        Assert.That(set.Members[1].RequestsOf("insert"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_getMore_is_never_repeated_and_its_failure_ends_the_cursor()
    {
        await using var server = WithBatches();
        server.Fail(new FakeFault { Command = "getMore", ErrorCode = 43 });
        await using var channel = DriverChannel.Create(server.ConnectionString);
        await using var cursor = await channel.OpenCursorAsync(Commands.Find(), null, CancellationToken.None);
        await cursor.MoveNextAsync(CancellationToken.None);

        Assert.That(async () => await cursor.MoveNextAsync(CancellationToken.None), Throws.InstanceOf<CommandException>().With.Property(nameof(CommandException.ServerCode)).EqualTo(43));
        Assert.That(await cursor.MoveNextAsync(CancellationToken.None), Is.False);
        Assert.That(server.RequestsOf("getMore"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_reply_without_a_cursor_is_an_error()
    {
        await using var server = new FakeServer();
        await using var channel = DriverChannel.Create(server.ConnectionString);

        Assert.That(
            async () => await channel.OpenCursorAsync(Commands.Of("shop", """{ "ping": 1 }"""), null, CancellationToken.None),
            Throws.InstanceOf<DatabaseException>().With.Property(nameof(DatabaseException.Code)).EqualTo(MigrationErrorCode.ProtocolViolated));
    }

    [Test]
    public async Task A_cursor_of_a_transaction_stays_in_it()
    {
        await using var set = new FakeReplicaSet();
        Script(set.Primary);
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();
        session.StartTransaction();

        await using var cursor = await channel.OpenCursorAsync(Commands.Find(), session, CancellationToken.None);
        await cursor.MoveNextAsync(CancellationToken.None);
        await cursor.MoveNextAsync(CancellationToken.None);

        var more = set.Primary.RequestsOf("getMore").Single().Document;
        Assert.That(more["autocommit"].AsBoolean, Is.False);
        Assert.That(more["txnNumber"].AsInt64, Is.EqualTo(1));
        Assert.That(more.Contains("startTransaction"), Is.False);
    }

    private static FakeServer WithBatches()
    {
        var server = new FakeServer();
        Script(server);
        return server;
    }

    private static void Script(FakeServer server) => server
        .Reply("find", """{ "ok": 1, "cursor": { "id": { "$numberLong": "77" }, "ns": "shop.items", "firstBatch": [{ "_id": 1 }, { "_id": 2 }] } }""")
        .Reply("getMore", """{ "ok": 1, "cursor": { "id": { "$numberLong": "77" }, "ns": "shop.items", "nextBatch": [{ "_id": 3 }, { "_id": 4 }] } }""")
        .Reply("getMore", """{ "ok": 1, "cursor": { "id": 0, "ns": "shop.items", "nextBatch": [{ "_id": 5 }] } }""");

    private static async Task<List<long>> ReadAllAsync(DriverChannel channel, Command command)
    {
        var ids = new List<long>();
        await using var cursor = await channel.OpenCursorAsync(command, null, CancellationToken.None);
        while (await cursor.MoveNextAsync(CancellationToken.None))
        {
            foreach (var document in cursor.Current)
            {
                ids.Add(document.AsDocument["_id"].ToInt64());
            }
        }

        return ids;
    }
}
