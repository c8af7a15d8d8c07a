using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class DriverChannelTests
{
    [Test]
    public async Task A_standalone_server_is_told_apart_and_has_no_transactions()
    {
        await using var server = new FakeServer();
        await using var channel = DriverChannel.Create(server.ConnectionString);

        var info = await channel.ConnectAsync(CancellationToken.None);

        Assert.That(info.Deployment, Is.EqualTo(DeploymentKind.Standalone));
        Assert.That(info.SupportsTransactions, Is.False);
        Assert.That(info.ServerVersion, Is.EqualTo("8.0.0"));
    }

    [Test]
    public async Task The_primary_is_found_from_any_seed()
    {
        await using var set = new FakeReplicaSet(3);
        set.Elect(2);
        await using var channel = DriverChannel.Create(set.ConnectionString(0));

        var info = await channel.ConnectAsync(CancellationToken.None);

        Assert.That(info.Server, Is.EqualTo(set.Members[2].Address));
        Assert.That(info.SupportsTransactions, Is.True);
    }

    [Test]
    public async Task A_command_carries_its_database_and_a_session_behind_its_name()
    {
        await using var server = new FakeServer();
        await using var channel = DriverChannel.Create(server.ConnectionString);

        using var reply = await channel.RunAsync(Commands.Of("shop", """{ "ping": 1 }"""), null, CancellationToken.None);

        var request = server.RequestsOf("ping").Single();
        Assert.That(request.Document.Names.Take(3), Is.EqualTo(new[] { "ping", "$db", "lsid" }));
        Assert.That(reply.Document["ok"].ToInt64(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_failed_command_is_thrown_with_code_and_name()
    {
        await using var server = new FakeServer();
        server.Fail(new FakeFault { Command = "drop", ErrorCode = 26, ErrorMessage = "ns not found" });
        await using var channel = DriverChannel.Create(server.ConnectionString);

        var failure = Assert.CatchAsync<CommandException>(async () => await channel.RunAsync(Commands.Of("shop", """{ "drop": "items" }"""), null, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.CommandFailed));
        Assert.That(failure.ServerCode, Is.EqualTo(26));
        Assert.That(failure.Message, Does.Contain("'drop'").And.Contain("ns not found").And.Contain(server.Address));
    }
}
