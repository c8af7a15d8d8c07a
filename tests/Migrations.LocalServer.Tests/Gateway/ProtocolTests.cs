using MongoDB.Bson;

namespace Migrations.LocalServer.Tests.Gateway;

public sealed class ProtocolTests
{
    [Test]
    public async Task An_older_driver_opens_with_a_query()
    {
        using var client = await RunningServer.ConnectAsync();

        var reply = await client.QueryAsync("""{ "isMaster": 1, "helloOk": true }""");

        Assert.That(reply["ismaster"].AsBoolean, Is.True);
        Assert.That(reply["helloOk"].AsBoolean, Is.True);
        Assert.That(reply["setName"].AsString, Is.EqualTo("rs0"));
    }

    [Test]
    public async Task Hello_names_the_server_as_the_clients_reach_it()
    {
        using var client = await RunningServer.ConnectAsync();

        var hello = await client.RunAsync("""{ "hello": 1, "$db": "admin" }""");

        Assert.That(hello["me"].AsString, Is.EqualTo($"127.0.0.1:{RunningServer.Require().Port}"));
        Assert.That(hello["logicalSessionTimeoutMinutes"].ToInt32(), Is.EqualTo(30));
        Assert.That(hello.Contains("topologyVersion"), Is.False);
    }

    [Test]
    public async Task A_command_above_a_document_and_16_KiB_is_refused_as_by_MongoDB()
    {
        using var client = await RunningServer.ConnectAsync();
        var text = new string('x', (16 * 1024 * 1024) + (17 * 1024));

        var reply = await client.RunAsync($$"""{ "ping": 1, "comment": "{{text}}" }""");

        Assert.That(reply["ok"].ToDouble(), Is.Zero);
        Assert.That(reply["code"].ToInt32(), Is.EqualTo(10334));
    }

    [Test]
    public async Task An_unknown_command_is_refused_by_name()
    {
        using var client = await RunningServer.ConnectAsync();

        var reply = await client.RunAsync("""{ "noSuchThing": 1 }""");

        Assert.That((reply["code"].ToInt32(), reply["codeName"].AsString), Is.EqualTo((59, "CommandNotFound")));
    }

    [Test]
    public async Task Every_reply_carries_the_cluster_time()
    {
        using var client = await RunningServer.ConnectAsync();

        var one = await client.RunAsync("""{ "ping": 1 }""");
        var two = await client.RunAsync("""{ "ping": 1 }""");

        Assert.That(((BsonTimestamp)two["operationTime"]).Value, Is.GreaterThan(((BsonTimestamp)one["operationTime"]).Value));
        Assert.That(two["$clusterTime"].AsBsonDocument["clusterTime"], Is.EqualTo(two["operationTime"]));
    }

    [Test]
    public async Task What_is_not_a_message_closes_the_connection()
    {
        using var client = await RunningServer.ConnectAsync();

        await client.SendBytesAsync([16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 0]);

        Assert.That(await client.IsClosedByServerAsync(), Is.True);
    }
}
