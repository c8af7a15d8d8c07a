namespace Migrations.LocalServer.Tests.Gateway;

// The fail point is the server's, so these tests do not run beside others.
[NonParallelizable]
public sealed class FailPointTests
{
    [TearDown]
    public async Task DisarmAsync()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "configureFailPoint": "failCommand", "mode": "off", "$db": "admin" }""");
    }

    [Test]
    public async Task An_error_is_given_as_often_as_asked_for_with_the_label_a_server_would_give()
    {
        using var client = await RunningServer.ConnectAsync();
        var session = new Session();
        await client.RunAsync("""{ "configureFailPoint": "failCommand", "mode": { "times": 2 }, "data": { "failCommands": [ "insert" ], "errorCode": 91 }, "$db": "admin" }""");

        var failed = await client.RunAsync(session.Retryable("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""", 1));
        var plain = await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");
        var third = await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");

        Assert.That(failed["code"].ToInt32(), Is.EqualTo(91));
        Assert.That(failed["errorLabels"].AsBsonArray.Select(label => label.AsString), Is.EqualTo(["RetryableWriteError"]));
        Assert.That(plain.Contains("errorLabels"), Is.False);
        Assert.That(third["n"].ToInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_connection_is_closed_when_asked_for()
    {
        using var client = await RunningServer.ConnectAsync();
        using var victim = await client.AgainAsync();
        await client.RunAsync("""{ "configureFailPoint": "failCommand", "mode": { "times": 1 }, "data": { "failCommands": [ "ping" ], "closeConnection": true }, "$db": "admin" }""");

        Assert.That(async () => await victim.RunAsync("""{ "ping": 1 }"""), Throws.InstanceOf<EndOfStreamException>());
        Assert.That((await client.RunAsync("""{ "ping": 1 }"""))["ok"].AsDouble, Is.EqualTo(1));
    }

    [Test]
    public async Task A_write_concern_error_comes_with_the_done_write()
    {
        using var client = await RunningServer.ConnectAsync();
        await client.RunAsync("""{ "configureFailPoint": "failCommand", "mode": { "times": 1 }, "data": { "failCommands": [ "insert" ], "errorLabels": [ "X" ], "writeConcernError": { "code": 64, "errmsg": "late" } }, "$db": "admin" }""");

        var reply = await client.RunAsync("""{ "insert": "c", "documents": [ { "_id": 1 } ] }""");

        Assert.That(reply["n"].ToInt32(), Is.EqualTo(1));
        Assert.That(reply["writeConcernError"].AsBsonDocument["code"].ToInt32(), Is.EqualTo(64));
        Assert.That(reply["errorLabels"].AsBsonArray.Single().AsString, Is.EqualTo("X"));
    }

    [Test]
    public async Task A_fail_point_for_one_application_spares_the_others()
    {
        using var client = await RunningServer.ConnectAsync();
        using var named = await client.AgainAsync();
        await named.RunAsync("""{ "hello": 1, "client": { "application": { "name": "victim" } }, "$db": "admin" }""");
        await client.RunAsync("""{ "configureFailPoint": "failCommand", "mode": "alwaysOn", "data": { "failCommands": [ "ping" ], "errorCode": 8, "appName": "victim" }, "$db": "admin" }""");

        Assert.That((await client.RunAsync("""{ "ping": 1 }"""))["ok"].AsDouble, Is.EqualTo(1));
        Assert.That((await named.RunAsync("""{ "ping": 1 }"""))["code"].ToInt32(), Is.EqualTo(8));
    }
}
