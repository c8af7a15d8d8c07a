using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

internal sealed class RetryTests
{
    private static readonly string[] Overloaded = ["SystemOverloadedError", "RetryableError"];

    [Test]
    public async Task A_write_whose_answer_got_lost_is_repeated_once_with_the_same_number()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "insert", ClosesConnection = true });
        await using var channel = DriverChannel.Create(set.ConnectionString());

        using var reply = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);

        var inserts = set.Primary.RequestsOf("insert");
        Assert.That(inserts, Has.Count.EqualTo(2));
        Assert.That(inserts[1].Document["txnNumber"], Is.EqualTo(inserts[0].Document["txnNumber"]));
        Assert.That(inserts[1].Document["lsid"], Is.EqualTo(inserts[0].Document["lsid"]));
        Assert.That(reply.Document["n"].ToInt64(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_write_is_repeated_only_once()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "insert", ClosesConnection = true, Times = 2 });
        await using var channel = DriverChannel.Create(set.ConnectionString());

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.ConnectionLost));
        Assert.That(failure.HasErrorLabel("RetryableWriteError"), Is.True);
        Assert.That(set.Primary.RequestsOf("insert"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_error_of_the_server_is_repeated_only_if_the_server_says_so()
    {
        await using var set = new FakeReplicaSet();
        await using var channel = DriverChannel.Create(set.ConnectionString());
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 189 });
        Assert.That(async () => await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None), Throws.InstanceOf<CommandException>());
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 189, Labels = ["RetryableWriteError"] });

        using var reply = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);

        Assert.That(set.Primary.RequestsOf("insert"), Has.Count.EqualTo(3));
    }

    [TestCase(CommandKind.Write)]
    [TestCase(CommandKind.Admin)]
    public async Task Other_commands_are_never_repeated_after_a_lost_answer(CommandKind kind)
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "update", ClosesConnection = true });
        await using var channel = DriverChannel.Create(set.ConnectionString());

        Assert.That(
            async () => await channel.RunAsync(Commands.Of("shop", """{ "update": "items", "updates": [] }""", kind), null, CancellationToken.None),
            Throws.InstanceOf<DatabaseException>().With.Property(nameof(DatabaseException.Code)).EqualTo(MigrationErrorCode.ConnectionLost));
        Assert.That(set.Primary.RequestsOf("update"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Writes_are_not_repeated_and_have_no_number_where_that_is_switched_off_or_not_possible()
    {
        await using var set = new FakeReplicaSet();
        await using var standalone = new FakeServer();
        foreach (var (server, connection) in new[] { (set.Primary, set.ConnectionString() + "&retryWrites=false"), (standalone, standalone.ConnectionString) })
        {
            server.Fail(new FakeFault { Command = "insert", ClosesConnection = true });
            await using var channel = DriverChannel.Create(connection);

            Assert.That(async () => await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None), Throws.InstanceOf<DatabaseException>());
            Assert.That(server.RequestsOf("insert").Single().Document.Contains("txnNumber"), Is.False);
        }
    }

    [TestCase(11600)]
    [TestCase(10107)]
    [TestCase(13435)]
    [TestCase(6)]
    [TestCase(262)]
    public async Task A_read_is_repeated_after_errors_that_pass(int code)
    {
        await using var server = new FakeServer();
        server.Fail(new FakeFault { Command = "find", ErrorCode = code });
        await using var channel = DriverChannel.Create(server.ConnectionString);

        using var reply = await channel.RunAsync(Commands.Find(), null, CancellationToken.None);

        Assert.That(server.RequestsOf("find"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_read_is_repeated_after_a_lost_connection_and_not_after_its_own_fault()
    {
        await using var server = new FakeServer();
        server.Fail(new FakeFault { Command = "find", ClosesConnection = true });
        await using var channel = DriverChannel.Create(server.ConnectionString);
        using var reply = await channel.RunAsync(Commands.Find(), null, CancellationToken.None);
        server.Fail(new FakeFault { Command = "find", ErrorCode = 2 });

        Assert.That(async () => await channel.RunAsync(Commands.Find(), null, CancellationToken.None), Throws.InstanceOf<CommandException>());
        Assert.That(server.RequestsOf("find"), Has.Count.EqualTo(3));
    }

    [TestCase(CommandKind.Admin)]
    [TestCase(CommandKind.Write)]
    [TestCase(CommandKind.Read)]
    public async Task Any_command_is_repeated_twice_when_the_server_is_overloaded(CommandKind kind)
    {
        await using var server = new FakeServer();
        server.Fail(new FakeFault { Command = "ping", ErrorCode = 462, Labels = Overloaded, Times = 2 });
        await using var channel = DriverChannel.Create(server.ConnectionString);

        using var reply = await channel.RunAsync(Commands.Of("shop", """{ "ping": 1 }""", kind), null, CancellationToken.None);

        Assert.That(server.RequestsOf("ping"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Overload_is_given_up_after_as_many_repetitions_as_are_configured()
    {
        await using var server = new FakeServer();
        server.Fail(new FakeFault { Command = "ping", ErrorCode = 462, Labels = Overloaded, Times = 10 });
        await using var channel = DriverChannel.Create(server.ConnectionString + "?maxAdaptiveRetries=1");

        Assert.That(async () => await channel.RunAsync(Commands.Of("shop", """{ "ping": 1 }"""), null, CancellationToken.None), Throws.InstanceOf<CommandException>());
        Assert.That(server.RequestsOf("ping"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_first_error_is_raised_when_the_second_attempt_wrote_nothing()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 91, ErrorMessage = "first", Labels = ["RetryableWriteError"] });
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 10107, ErrorMessage = "second", Labels = ["RetryableWriteError", "NoWritesPerformed"] });
        await using var channel = DriverChannel.Create(set.ConnectionString());

        Assert.That(async () => await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None), Throws.InstanceOf<CommandException>().With.Message.Contains("first"));
    }

    [Test]
    public async Task A_server_without_transaction_numbers_is_named_as_such()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 20, ErrorMessage = "Transaction numbers are only allowed on a replica set member or mongos" });
        await using var channel = DriverChannel.Create(set.ConnectionString());

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.RetryableWritesUnavailable));
        Assert.That(failure.Message, Does.Contain("retryWrites=false"));
    }

    [Test]
    public async Task A_write_concern_error_stays_in_the_reply()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Fail(new FakeFault { Command = "insert", WriteConcernErrorCode = 64 });
        await using var channel = DriverChannel.Create(set.ConnectionString());

        using var reply = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);

        Assert.That(reply.Document["writeConcernError"].AsDocument["code"].ToInt64(), Is.EqualTo(64));
    }

    [Test]
    public async Task The_cluster_time_is_repeated_to_the_server_and_only_ever_grows()
    {
        await using var set = new FakeReplicaSet();
        foreach (var time in new[] { 10, 5 })
        {
            set.Primary.Reply("ping", $$"""{ "ok": 1, "$clusterTime": { "clusterTime": { "$timestamp": { "t": {{time}}, "i": 1 } }, "signature": { "keyId": 7 } } }""");
        }

        await using var channel = DriverChannel.Create(set.ConnectionString());
        for (var i = 0; i < 3; i++)
        {
            using var reply = await channel.RunAsync(Commands.Of("shop", """{ "ping": 1 }"""), null, CancellationToken.None);
        }

        var sent = set.Primary.RequestsOf("ping").Select(r => r.Document.TryGetValue("$clusterTime", out var t) ? (uint)((BsonTimestamp)t.AsBsonDocument["clusterTime"]).Timestamp : 0u);
        Assert.That(sent, Is.EqualTo(new[] { 0u, 10u, 10u }));
        Assert.That(set.Primary.Hellos.Select(h => h.Document.Contains("$clusterTime")), Has.None.True);
    }
}
