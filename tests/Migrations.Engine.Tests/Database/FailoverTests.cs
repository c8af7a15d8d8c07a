using System.Diagnostics;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class FailoverTests
{
    [Test]
    public async Task The_primary_is_followed_when_it_steps_down()
    {
        await using var set = new FakeReplicaSet(3);
        await using var channel = DriverChannel.Create(set.ConnectionString());
        using var before = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);

        set.Elect(1);
        set.Members[0].Fail(new FakeFault { Command = "insert", ErrorCode = 10107, Labels = ["RetryableWriteError"] });
        using var after = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);

        Assert.That(set.Members[1].RequestsOf("insert"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_primary_is_followed_when_it_dies()
    {
        await using var set = new FakeReplicaSet(3);
        await using var channel = DriverChannel.Create(set.ConnectionString());
        using var before = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);

        set.Elect(2);
        await set.Members[0].KillAsync();
        using var after = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);

        Assert.That(set.Members[2].RequestsOf("insert"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_set_whose_seed_is_dead_is_found_by_another_seed()
    {
        await using var set = new FakeReplicaSet(2);
        set.Elect(1);
        await set.Members[0].KillAsync();
        await using var channel = DriverChannel.Create(set.ConnectionString());

        var info = await channel.ConnectAsync(CancellationToken.None);

        Assert.That(info.Server, Is.EqualTo(set.Members[1].Address));
    }

    [Test]
    public async Task Connections_survive_an_election_and_not_a_shutdown()
    {
        await using var set = new FakeReplicaSet(1);
        await using var channel = DriverChannel.Create(set.ConnectionString());
        using var first = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 10107, Labels = ["RetryableWriteError"] });
        using var second = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);
        var afterElection = set.Primary.RequestsOf("insert").Select(r => r.Connection).Distinct().Count();
        set.Primary.Fail(new FakeFault { Command = "insert", ErrorCode = 91, Labels = ["RetryableWriteError"] });
        using var third = await channel.RunAsync(Commands.Insert(1), null, CancellationToken.None);

        Assert.That(afterElection, Is.EqualTo(1));
        Assert.That(set.Primary.RequestsOf("insert").Select(r => r.Connection).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_selection_that_fails_says_what_is_known_of_every_server()
    {
        await using var set = new FakeReplicaSet(2);
        await using var dead = new FakeServer();
        await dead.KillAsync();
        set.Members[0].Hello = () => FakeHello.Member("rs0", set.Members[0].Address, [set.Members[0].Address, dead.Address], null, 1);
        await using var channel = DriverChannel.Create($"mongodb://{set.Members[0].Address},{dead.Address}/?replicaSet=rs0&serverSelectionTimeoutMS=700");

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.ConnectAsync(CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.ServerUnavailable));
        Assert.That(failure.Message, Does.Contain($"'{set.Members[0].Address}' is a secondary of 'rs0'").And.Contain($"'{dead.Address}' is unknown (Connection refused").And.Contain("directConnection=true"));
    }

    [Test]
    public async Task A_wrong_set_name_is_said()
    {
        await using var set = new FakeReplicaSet(1);
        await using var channel = DriverChannel.Create($"mongodb://{set.Primary.Address}/?replicaSet=other&directConnection=true&serverSelectionTimeoutMS=300");

        Assert.That(async () => await channel.ConnectAsync(CancellationToken.None), Throws.InstanceOf<DatabaseException>().With.Message.Contains("the replica set of that server is 'rs0'"));
    }

    [Test]
    public async Task A_wrong_set_name_is_said_too_where_the_members_are_looked_for()
    {
        await using var set = new FakeReplicaSet(1);
        await using var channel = DriverChannel.Create($"mongodb://{set.Primary.Address}/?replicaSet=other&serverSelectionTimeoutMS=300");

        Assert.That(async () => await channel.ConnectAsync(CancellationToken.None), Throws.InstanceOf<DatabaseException>().With.Message.Contains("the replica set of that server is 'rs0'"));
    }

    [Test]
    public async Task A_server_that_is_too_old_is_refused_at_once()
    {
        await using var server = new FakeServer { Hello = () => FakeHello.Standalone().Set("maxWireVersion", 8) };
        await using var channel = DriverChannel.Create(server.ConnectionString);
        var watch = Stopwatch.StartNew();

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.ConnectAsync(CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.IncompatibleServer));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Cancelling_a_selection_is_prompt()
    {
        await using var dead = new FakeServer();
        await dead.KillAsync();
        await using var channel = DriverChannel.Create(dead.ConnectionString);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();

        Assert.That(async () => await channel.ConnectAsync(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_machine_that_accepts_and_hangs_up_is_an_error_after_the_repetitions()
    {
        await using var server = new FakeServer();
        await using var channel = DriverChannel.Create(server.ConnectionString + "?serverSelectionTimeoutMS=2000&maxAdaptiveRetries=0");
        await channel.ConnectAsync(CancellationToken.None);
        server.Fail(new FakeFault { Command = "hello", ClosesConnection = true, Times = 1000 });
        server.CloseConnections();

        var failure = Assert.CatchAsync<DatabaseException>(async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                using var reply = await channel.RunAsync(Commands.Of("shop", """{ "ping": 1 }"""), null, CancellationToken.None);
            }
        });

        Assert.That(failure.Code, Is.AnyOf(MigrationErrorCode.ConnectFailed, MigrationErrorCode.ConnectionLost, MigrationErrorCode.ServerUnavailable));
    }
}
