using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database.Failures;

// What goes wrong has a code, names the server, and says what to do.
public sealed class DriverFailuresTests
{
    [Test]
    public async Task A_right_that_is_missing_is_said_in_the_words_of_the_server()
    {
        await using var server = new FakeServer();
        server.Reply("drop", """{ "ok": 0, "code": 13, "codeName": "Unauthorized", "errmsg": "not authorized on shop to execute command { drop: \"items\" }" }""");
        await using var channel = DriverChannel.Create(server.ConnectionString);

        var failure = Assert.CatchAsync<CommandException>(async () => await channel.RunAsync(Commands.Of("shop", """{ "drop": "items" }"""), null, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.NotAuthorized));
        Assert.That(failure.Message, Does.Contain(server.Address).And.Contain("not authorized on shop to execute command").And.Contain("role"));
    }

    [Test]
    public async Task A_name_that_nobody_knows_is_said()
    {
        await using var channel = DriverChannel.Create("mongodb://nobody.invalid/?serverSelectionTimeoutMS=500");

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.ConnectAsync(CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.ServerUnavailable));
        Assert.That(failure.Message, Does.Contain("'nobody.invalid:27017'").And.Contain("its name is unknown"));
    }

    [Test]
    public async Task A_connection_that_does_not_become_free_in_time_is_said()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        await using var channel = DriverChannel.Create(server.ConnectionString + "?maxPoolSize=1&waitQueueTimeoutMS=200");
        await channel.ConnectAsync(CancellationToken.None);
        server.Fail(new FakeFault { Command = "ping", WaitsFor = gate.Task });
        var first = channel.RunAsync(Commands.Of("shop", """{ "ping": 1 }"""), null, CancellationToken.None).AsTask();
        while (server.RequestsOf("ping").Count == 0)
        {
            await Task.Yield();
        }

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.RunAsync(Commands.Find(), null, CancellationToken.None));
        gate.SetResult();
        using var reply = await first;

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.PoolExhausted));
    }

    [Test]
    public async Task A_server_without_retryable_writes_is_said()
    {
        await using var server = new FakeServer();
        server.Reply("find", """{ "ok": 0, "code": 20, "codeName": "IllegalOperation", "errmsg": "Transaction numbers are only allowed on a replica set member or mongos" }""");
        await using var channel = DriverChannel.Create(server.ConnectionString);

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.RunAsync(Commands.Find(), null, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.RetryableWritesUnavailable));
    }

    [Test]
    public async Task Connections_that_were_closed_because_of_others_are_said()
    {
        await using var channel = DriverChannel.Create("mongodb://host/");

        var failure = DriverFailures.Of(new MongoDB.Driver.MongoConnectionPoolPausedException("The pool is paused."), "find", channel.Client);

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.PoolCleared));
        Assert.That(failure.Message, Does.Contain("The pool is paused.").And.Contain("'find'"));
    }
}
