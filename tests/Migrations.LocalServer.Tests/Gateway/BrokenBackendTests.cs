using MongoDB.Bson;
using Migrations.LocalServer.Postgres;

namespace Migrations.LocalServer.Tests.Gateway;

// The storage engine's connections are ended from outside, on a server of their own.
public sealed class BrokenBackendTests
{
    private LocalServerInstance _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        RunningServer.Require();
        _server = await LocalServerInstance.StartAsync(new LocalServerOptions { Durability = Durability.Disposable });
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Single_writes_survive_or_are_marked_for_another_try()
    {
        using var client = await WireClient.ConnectAsync(_server.Port, "d");
        var session = new Session();
        for (var number = 1; number <= 20; number++)
        {
            await EndBackendsAsync();

            var reply = await client.RunAsync(session.Retryable($$"""{ "insert": "c", "documents": [ { "_id": {{number}} } ] }""", number));

            if (reply["ok"].ToDouble() == 0)
            {
                Assert.That(reply["code"].ToInt32(), Is.EqualTo(91), reply.ToJson());
                Assert.That(reply["errorLabels"].AsBsonArray.Select(label => label.AsString), Does.Contain("RetryableWriteError"));
                reply = await client.RunAsync(session.Retryable($$"""{ "insert": "c", "documents": [ { "_id": {{number}} } ] }""", number));
            }

            Assert.That(reply["n"].ToInt32(), Is.EqualTo(1), reply.ToJson());
        }

        var found = (await client.RunAsync("""{ "find": "c", "sort": { "_id": 1 } }"""))["cursor"].AsBsonDocument["firstBatch"].AsBsonArray;
        Assert.That(found.Select(document => document.AsBsonDocument["_id"].ToInt32()), Is.EqualTo(Enumerable.Range(1, 20)));
    }

    [Test]
    public async Task A_transaction_that_lost_its_backend_is_to_be_run_again()
    {
        using var client = await WireClient.ConnectAsync(_server.Port, "d");
        var session = new Session();
        await client.RunAsync(session.Start("""{ "insert": "c", "documents": [ { "_id": 1 } ] }"""));
        await EndBackendsAsync();

        var reply = await client.RunAsync(session.Next("""{ "insert": "c", "documents": [ { "_id": 2 } ] }"""));
        var commit = await client.RunAsync(session.Next("""{ "commitTransaction": 1 }"""));

        Assert.That(reply.Contains("errorLabels"), Is.True, reply.ToJson());
        Assert.That(reply["errorLabels"].AsBsonArray.Select(label => label.AsString), Is.EqualTo(["TransientTransactionError"]));
        Assert.That(commit["code"].ToInt32(), Is.EqualTo(251));
        Assert.That((await client.RunAsync("""{ "count": "c" }"""))["n"].ToInt32(), Is.Zero);
    }

    private async Task EndBackendsAsync()
    {
        await using var backend = Backend.Open(Path.GetDirectoryName(_server.DataDirectory)!);
        await backend.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()", CancellationToken.None);
    }
}
