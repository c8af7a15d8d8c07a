using System.Text.Json.Nodes;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// Generated files that nobody has written yet, met by the real command.
public sealed class UnwrittenTests
{
    [Test]
    public async Task A_stub_is_said_by_a_plan_and_refused_by_a_run_and_by_the_gate()
    {
        await using var fixture = await CreateAsync();

        using var plan = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "unwritten");
        using var dryRun = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "unwritten", "--dry-run");
        using var migrate = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "unwritten");
        using var rehearse = await HostProcess.RunAsync(fixture.Database.Name, "rehearse", "--tree", "unwritten");
        using var verify = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "unwritten");
        using var status = await HostProcess.RunAsync(fixture.Database.Name, "status");

        Assert.That((plan.ExitCode, dryRun.ExitCode, migrate.ExitCode, rehearse.ExitCode, verify.ExitCode), Is.EqualTo((2, 6, 6, 6, 6)), plan.Errors + migrate.Errors + verify.Errors);
        Assert.That(plan.Output, Does.Contain("(not written yet)").And.Contain("(held back)").And.Contain("0 migration(s) would be applied"));
        Assert.That(plan.Errors, Does.Match(@"Unwritten\.cs\(\d+,1\): warning MIG1426: .*UpAsync does nothing but throw"));
        foreach (var refused in new[] { dryRun, migrate, rehearse, verify })
        {
            Assert.That(refused.Errors, Does.Match(@"Unwritten\.cs\(\d+,1\): error MIG1426: "));
        }

        Assert.That(migrate.Output, Does.Contain("Nothing was done").And.Not.Contain("where it should be"));
        Assert.That(status.Output, Does.Contain("pending, not written yet"));
        Assert.That(await fixture.ReadAsync("_migrations.applied"), Is.Empty);
        Assert.That((await fixture.ReadAsync("unwritten")).Single().Names, Has.None.EqualTo("first"));
    }

    [Test]
    public async Task What_comes_before_a_stub_can_be_applied()
    {
        await using var fixture = await CreateAsync();

        using var migrate = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--to", "unwritten@20260101000001");

        Assert.That(migrate.ExitCode, Is.Zero, migrate.Errors);
        Assert.That((await fixture.ReadAsync("unwritten")).Single()["first"].AsInt32, Is.EqualTo(1));
    }

    [TestCase("unwrittenBack", "way back not written yet")]
    [TestCase("unwrittenSteps", "not written yet")]
    public async Task A_way_back_that_throws_and_steps_that_throw_are_none(string tree, string mark)
    {
        await using var fixture = await CreateAsync();

        using var plan = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", tree);
        using var json = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", tree, "--output", "json");
        using var migrate = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", tree, "--output", "json");

        Assert.That(plan.Output, Does.Contain($"({mark})"));
        Assert.That(JsonNode.Parse(json.Output)!["held"]![0]!["reversible"]!.GetValue<bool>(), Is.False);
        Assert.That(migrate.ExitCode, Is.EqualTo(6), migrate.Errors);
        Assert.That(JsonNode.Parse(migrate.Output)!["findings"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("MIG1426"));
        Assert.That((await fixture.ReadAsync("unwritten")).Single().Names, Has.None.EqualTo("second"));
    }

    // What was applied by a tool that did not know better.
    [Test]
    public async Task Nothing_goes_back_by_a_stub()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await fixture.InitialiseAsync("head");

        using var back = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", "unwrittenBack", "--distance", "1");

        Assert.That(back.ExitCode, Is.EqualTo(6), back.Errors);
        Assert.That(back.Errors, Does.Contain("error MIG1405").And.Contain("Unwritten.cs").And.Contain("DownAsync does nothing but throw"));
    }

    [Test]
    public async Task A_migration_of_plain_documents_may_say_so()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection<BsonDocument>("plain").InsertOneAsync(new BsonDocument("_id", 1));

        using var up = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "plain");
        var marked = await fixture.ReadAsync("plain");
        using var down = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", "plain", "--distance", "1");

        Assert.That((up.ExitCode, down.ExitCode), Is.EqualTo((0, 0)), up.Errors + down.Errors);
        Assert.That(marked.Single()["marked"].AsInt32, Is.EqualTo(1));
        Assert.That((await fixture.ReadAsync("plain")).Single(), Is.EqualTo(new BsonDocument("_id", 1)));
    }

    private static async Task<EngineFixture> CreateAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection<BsonDocument>("unwritten").InsertOneAsync(new BsonDocument("_id", 1));
        return fixture;
    }
}
