using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;

namespace Migrations.IntegrationTests.Channel;

// The server's own fail point. It has one at a time, so these tests run one after the other; the application's name keeps it off other tests.
[NonParallelizable]
public sealed class ChannelFaultTests
{
    private const string Name = "channel-faults";

    [Test]
    public async Task A_write_whose_connection_broke_is_written_once()
    {
        await using var client = new ChannelFixture(applicationName: Name);
        await ArmAsync(client, 1, """ "failCommands": ["insert"], "closeConnection": true """);

        var reply = await client.RunAsync(client.Insert([new BsonDocument { { "_id", 1 } }]));

        Assert.That(reply["n"].ToInt64(), Is.EqualTo(1));
        Assert.That(await client.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_read_is_repeated_after_a_stepdown()
    {
        await using var client = new ChannelFixture(applicationName: Name);
        await client.RunAsync(client.Insert([new BsonDocument { { "_id", 1 } }]));
        await ArmAsync(client, 1, """ "failCommands": ["find"], "errorCode": 10107 """);

        await using var cursor = await client.Channel.OpenCursorAsync(client.Command("""{ "find": "items" }""", CommandKind.Read), null, CancellationToken.None);
        await cursor.MoveNextAsync(CancellationToken.None);

        Assert.That(cursor.Current.Single().AsDocument["_id"].ToInt64(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_transaction_is_repeated_after_its_connection_broke()
    {
        await using var client = new ChannelFixture(applicationName: Name);
        await client.Database.CreateCollectionAsync("items");
        await ArmAsync(client, 1, """ "failCommands": ["insert"], "closeConnection": true """);
        await using var session = client.Channel.StartSession();
        var attempts = 0;

        await session.WithTransactionAsync(
            async token =>
            {
                attempts++;
                return await client.RunAsync(client.Insert([new BsonDocument { { "_id", 1 } }]), session, token);
            },
            CancellationToken.None);

        Assert.That(attempts, Is.EqualTo(2));
        Assert.That(await client.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_commit_whose_connection_broke_is_repeated()
    {
        await using var client = new ChannelFixture(applicationName: Name);
        await client.Database.CreateCollectionAsync("items");
        await ArmAsync(client, 1, """ "failCommands": ["commitTransaction"], "closeConnection": true """);
        await using var session = client.Channel.StartSession();

        session.StartTransaction();
        await client.RunAsync(client.Insert([new BsonDocument { { "_id", 1 } }]), session);
        await session.CommitTransactionAsync(CancellationToken.None);

        Assert.That(await client.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_overloaded_server_is_asked_again()
    {
        await using var client = new ChannelFixture(applicationName: Name);
        await ArmAsync(client, 2, """ "failCommands": ["ping"], "errorCode": 462, "errorLabels": ["SystemOverloadedError", "RetryableError"] """);

        var reply = await client.RunAsync(client.Command("""{ "ping": 1 }"""));

        Assert.That(reply["ok"].ToInt64(), Is.EqualTo(1));
    }

    private static Task<BsonDocument> ArmAsync(ChannelFixture client, int times, string data)
    {
        var json = $$"""{ "configureFailPoint": "failCommand", "mode": { "times": {{times}} }, "data": { "appName": "{{Name}}", {{data}} } }""";
        return client.RunAsync(new Command("admin", BsonDocument.Parse(json).ToRaw()));
    }
}
