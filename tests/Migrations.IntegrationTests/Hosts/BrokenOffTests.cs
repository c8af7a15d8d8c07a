using System.Text.Json.Nodes;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// A run that was killed cannot say so; what comes after it does.
public sealed class BrokenOffTests
{
    private const string Id = "20260101000001";
    private static readonly string[] Migrate = ["migrate", "--tree", "typed", "--batch-size", "50", "--workers", "1", "--lock-lease", "5"];

    [Test]
    public async Task Status_tells_a_run_that_is_at_work_from_one_that_broke_off()
    {
        await using var fixture = await CreateAsync();
        using var host = HostProcess.Start(fixture.Database.Name, Migrate);
        await StartedAsync(fixture, host);

        using var alive = await HostProcess.RunAsync(fixture.Database.Name, "status", "--output", "json");
        var wasAtWork = !host.HasExited;
        await host.KillAsync();
        await LeaseEndedAsync(fixture);
        using var dead = await HostProcess.RunAsync(fixture.Database.Name, "status", "--output", "json");

        Assert.That(wasAtWork, Is.True, "The migration was over before it could be looked at.");
        Assert.That(StateIn(alive), Does.StartWith("running, "));
        Assert.That(LockIn(alive), Is.Not.Null);
        Assert.That(StateIn(dead), Does.Match("^broke off \\(begun [-0-9: ]+ by .+@.+\\), [0-9,]+ of 20,000 documents"));
        Assert.That(LockIn(dead), Is.Null);
    }

    [Test]
    public async Task The_journal_tells_once_that_a_run_broke_off()
    {
        await using var fixture = await CreateAsync();
        using (var host = HostProcess.Start(fixture.Database.Name, Migrate))
        {
            await StartedAsync(fixture, host);
            await host.KillAsync();
        }

        await LeaseEndedAsync(fixture);
        var record = (await fixture.ReadAsync("_migrations.applied")).Single();
        using var other = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain");
        using var resumed = await HostProcess.RunAsync(fixture.Database.Name, Migrate);
        var told = (await fixture.ReadAsync("_migrations.journal")).Where(e => e["event"] == "breakOff").ToList();

        Assert.That((other.ExitCode, resumed.ExitCode), Is.EqualTo((0, 0)), other.Errors + resumed.Errors);
        Assert.That(told.Select(e => (e["tree"].AsString, e["id"].AsString, e["run"])), Is.EqualTo(new[] { ("typed", Id, record["run"]) }));
        Assert.That(told[0]["detail"].AsString, Does.Contain("broke off: it was killed"));
        Assert.That(resumed.Errors, Does.Contain("warning MIG1703"), "what it goes on with");
    }

    private static async Task<EngineFixture> CreateAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 20_000).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        return fixture;
    }

    private static async Task StartedAsync(EngineFixture fixture, HostProcess host)
    {
        while (!host.HasExited && await fixture.Database.GetCollection("counters").CountDocumentsAsync("{ count: 1 }") == 0)
        {
            await Task.Delay(20);
        }
    }

    private static async Task LeaseEndedAsync(EngineFixture fixture)
    {
        var held = PipelineDefinition<BsonDocument, BsonDocument>.Create(BsonDocument.Parse("""{ $match: { $expr: { $gte: ["$expires", "$$NOW"] } } }"""));
        while (await (await fixture.Database.GetCollection("_migrations.lock").AggregateAsync(held)).AnyAsync())
        {
            await Task.Delay(200);
        }
    }

    private static string? LockIn(HostProcess status) => JsonNode.Parse(status.Output)!["lockedBy"]?.GetValue<string>();

    private static string StateIn(HostProcess status) => JsonNode.Parse(status.Output)!["trees"]!.AsArray()
        .Single(t => t!["name"]!.GetValue<string>() == "typed")!["migrations"]!.AsArray().Single(m => m!["id"]!.GetValue<string>() == Id)!["state"]!.GetValue<string>();
}
