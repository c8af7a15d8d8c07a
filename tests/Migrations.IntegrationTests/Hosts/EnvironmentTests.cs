using System.Text.Json;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Guarding;
using Migrations.Engine.Steps;
using Migrations.IntegrationTests.Engine;
using Migrations.TestKit;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Hosts;

public sealed class EnvironmentTests
{
    // Where its build put it, with its dependencies file.
    private static readonly string[] Plugin = ["--assembly", BuiltProgram.PathOf("Migrations.TestPlugin", "Migrations.TestPlugin.dll")];

    [Test]
    public async Task Runs_on_one_machine_share_one_environment_to_which_records_and_journal_refer()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await RunAsync(fixture, "migrate", "--tree", "chain");
        await RunAsync(fixture, "rollback", "--tree", "chain", "--to", "base");

        var environment = (await fixture.ReadAsync("_migrations.environments")).Single();

        Assert.That(environment["runtime"].AsString, Does.StartWith(".NET 10"));
        Assert.That(environment["packages"].AsBsonArray.Select(p => p["name"].AsString), Does.Contain("MongoDB.Driver"));
        Assert.That((await fixture.ReadAsync("_migrations.applied")).Select(r => r["environment"]).Distinct(), Is.EqualTo(new[] { environment["_id"] }));
        var events = (await fixture.ReadAsync("_migrations.journal")).Where(e => e["event"] == "upgrade" || e["event"] == "rollback").ToList();
        Assert.That(events, Is.Not.Empty);
        Assert.That(events.Select(e => e["environment"]).Distinct(), Is.EqualTo(new[] { environment["_id"] }));
    }

    [Test]
    public async Task The_check_passes_on_the_machine_of_the_last_run_and_before_the_first()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var before = await HostProcess.RunAsync(fixture.Database.Name, ["environment", "--check", .. Plugin]);
        await RunAsync(fixture, "migrate", "--tree", "chain");
        using var after = await HostProcess.RunAsync(fixture.Database.Name, ["environment", "--check", .. Plugin]);

        Assert.That(before.ExitCode, Is.Zero, before.Errors);
        Assert.That(before.Output, Does.Contain("No run has recorded yet what it worked with"));
        Assert.That(after.ExitCode, Is.Zero, after.Errors);
        Assert.That(after.Output, Does.Contain("This machine is what"));
    }

    [Test]
    public async Task The_check_fails_where_the_last_run_had_other_packages()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await RunAsync(fixture, "migrate", "--tree", "chain");
        await fixture.Database.GetCollection("_migrations.environments").UpdateManyAsync(new BsonDocument(), BsonDocument.Parse("{ $set: { packages: [{ name: 'Gone', version: '1.0.0' }], runtime: '.NET 9' } }"));

        using var shown = await HostProcess.RunAsync(fixture.Database.Name, ["environment", "--output", "json", .. Plugin]);
        using var check = await HostProcess.RunAsync(fixture.Database.Name, ["environment", "--check", .. Plugin]);

        Assert.That(shown.ExitCode, Is.Zero, shown.Errors);
        Assert.That(JsonDocument.Parse(shown.Output).RootElement.GetProperty("differs").GetBoolean(), Is.True);
        Assert.That(check.ExitCode, Is.EqualTo(4), check.Output);
        Assert.That(check.Errors, Does.Contain("error MIG1437").And.Contain("package Gone: 1.0.0, now none").And.Contain("warning MIG1438"));
    }

    [Test]
    public async Task A_user_who_may_not_read_the_compatibility_version_can_migrate()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await using var refusing = new RefusingChannel(fixture.Channel);

        await fixture.EngineWith(new RunSettings(), channel: refusing).RunAsync(new() { Tree = "chain" }, fixture.Observer, CancellationToken.None);

        Assert.That(refusing.Refused, Is.EqualTo(1));
        Assert.That((await fixture.ReadAsync("_migrations.environments")).Single()["compatibility"], Is.EqualTo(BsonNull.Value));
    }

    private static async Task RunAsync(EngineFixture fixture, params string[] arguments)
    {
        using var host = await HostProcess.RunAsync(fixture.Database.Name, [.. arguments, .. Plugin]);
        Assert.That(host.ExitCode, Is.Zero, host.Output + host.Errors);
    }

    // A server with logins, whose user has only the rights of a run.
    private sealed class RefusingChannel(ICommandChannel inner) : ChannelDecorator(inner)
    {
        private const int Unauthorized = 13;

        public int Refused { get; private set; }

        public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (NameOf(command) != "getParameter")
            {
                return base.RunAsync(command, session, cancellationToken);
            }

            Refused++;
            throw new CommandException(MigrationErrorCode.NotAuthorized, "not authorized on admin", Unauthorized, "Unauthorized", []);
        }
    }
}
