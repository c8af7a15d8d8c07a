using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// Killed half-way, changed, and run again.
public sealed class ChangedCodeTests
{
    private const string Id = "20260101000001";
    private const int Documents = 30_000;

    [Test]
    public async Task A_killed_run_continues_only_with_the_code_that_it_began_with([Values("require", "never")] string transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await KillHalfWayAsync(fixture, transaction);
        await ChangeAsync(fixture, "other");
        var half = await fixture.ReadAsync("counters");

        using var refused = await RunAsync(fixture);
        using var verified = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "raw");
        var untouched = await fixture.ReadAsync("counters");
        using var accepted = await RunAsync(fixture, "--accept-changed", $"raw@{Id}");
        var journal = await fixture.ReadAsync("_migrations.journal");

        Assert.That(refused.ExitCode, Is.EqualTo(5), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("MIG1422").And.Contain($"--accept-changed raw@{Id}").And.Match("[0-9,]+ document\\(s\\) were changed"));
        Assert.That(verified.ExitCode, Is.EqualTo(refused.ExitCode));
        Assert.That(verified.Output + verified.Errors, Does.Contain("MIG1422"));
        Assert.That(untouched, Is.EqualTo(half));
        Assert.That(accepted.ExitCode, Is.Zero, accepted.Errors);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1));
        Assert.That(journal.Single(e => e["event"] == "accept")["detail"].AsString, Does.Contain("other"));
    }

    [Test]
    public async Task The_code_that_it_began_with_continues()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await KillHalfWayAsync(fixture, "require");

        using var resumed = await RunAsync(fixture);

        Assert.That(resumed.ExitCode, Is.Zero, resumed.Errors);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1));
    }

    [Test]
    public async Task What_a_killed_run_did_is_rolled_back([Values("require", "never")] string transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await KillHalfWayAsync(fixture, transaction);

        using var back = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", "raw", "--distance", "1");
        var counts = (await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32).ToList();
        using var verified = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "raw");
        using var again = await RunAsync(fixture);

        Assert.That(back.ExitCode, Is.Zero, back.Errors);
        Assert.That(counts, Has.All.EqualTo(0));
        Assert.That(verified.ExitCode, Is.EqualTo(2), verified.Output + verified.Errors);
        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1));
    }

    [Test]
    public async Task A_run_that_changed_nothing_starts_again_with_the_new_code()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "count", "many" } });
        using var failed = await RunAsync(fixture);
        await ChangeAsync(fixture, "other");
        await fixture.Database.GetCollection("counters").UpdateOneAsync("{}", """{ "$set": { "count": 0 } }""");

        using var next = await RunAsync(fixture);

        Assert.That(failed.ExitCode, Is.EqualTo(1), failed.Errors);
        Assert.That(next.ExitCode, Is.Zero, next.Errors);
        Assert.That((await fixture.ReadAsync("counters")).Single()["count"], Is.EqualTo((BsonValue)1));
    }

    private static Task<HostProcess> RunAsync(EngineFixture fixture, params string[] more) => HostProcess.RunAsync(fixture.Database.Name, ["migrate", "--tree", "raw", .. more]);

    // As if the plugin had been another one when the run began.
    private static Task<UpdateResult> ChangeAsync(EngineFixture fixture, string checksum) =>
        fixture.Database.GetCollection("_migrations.applied").UpdateOneAsync("""{ "_id.tree": "raw" }""", new BsonDocument("$set", new BsonDocument("checksum", checksum)));

    private static async Task KillHalfWayAsync(EngineFixture fixture, string transaction)
    {
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        using var host = HostProcess.Start(fixture.Database.Name, "migrate", "--tree", "raw", "--transaction", transaction, "--batch-size", "50", "--workers", "2");
        while (!host.HasExited && (await fixture.ReadAsync("_migrations.ranges")).Sum(r => r["modified"].ToInt64()) < Documents / 20)
        {
        }

        await host.KillAsync();
        using var unlock = await HostProcess.RunAsync(fixture.Database.Name, "unlock", "--force");
        Assert.That(host.ExitCode, Is.Not.Zero, "It was over before it could be killed.");
    }
}
