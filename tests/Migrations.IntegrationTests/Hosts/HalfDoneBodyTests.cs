using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// A free-form body without a transaction whose host was killed: it does not begin again before somebody says so.
public sealed class HalfDoneBodyTests
{
    private const string Id = "20260101000001";
    private const int Documents = 2_000;

    // The counts are stored with each renewal of the lock; a host that is killed before the first one leaves none.
    private const string WrittenTo = @"'counters' \((at least [0-9,]+ changed|how much is not known)\)";

    [Test]
    public async Task A_killed_body_does_not_run_again_by_itself()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        await KillHalfWayAsync(fixture, "migrate", "half", counted: 1);
        var half = await CountsAsync(fixture);

        using var refused = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "half");
        using var planned = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "half");
        using var verified = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "half");
        using var status = await HostProcess.RunAsync(fixture.Database.Name, "status");
        var untouched = await CountsAsync(fixture);
        using var accepted = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "half", "--accept-half-done", $"half@{Id}");
        var journal = await fixture.ReadAsync("_migrations.journal");

        Assert.That(refused.ExitCode, Is.EqualTo(6), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("MIG1424").And.Contain($"migrations migrate --tree half --accept-half-done half@{Id}").And.Match(WrittenTo));
        Assert.That(planned.Errors, Does.Contain("MIG1424"));
        Assert.That(verified.Errors, Does.Contain("MIG1424"));
        Assert.That(status.Output, Does.Contain("broke off").And.Contain("half done in").And.Contain("MIG1424. 'migrations verify' explains"));
        Assert.That(untouched, Is.EqualTo(half));
        Assert.That(accepted.ExitCode, Is.Zero, accepted.Errors);
        Assert.That(await CountsAsync(fixture), Is.EqualTo(half.Select(c => c + 1)));
        Assert.That(journal.Single(e => e["event"] == "accept")["detail"].AsString, Does.Contain("'counters'"));
    }

    [Test]
    public async Task A_killed_way_back_does_not_run_again_by_itself()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        using var up = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "half", "--transaction", "never");
        Assert.That(up.ExitCode, Is.Zero, up.Errors);
        await KillHalfWayAsync(fixture, "rollback", "half", counted: 0);
        var half = await CountsAsync(fixture);

        using var refused = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", "half", "--distance", "1");
        using var forward = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "half");
        var untouched = await CountsAsync(fixture);
        using var accepted = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", "half", "--distance", "1", "--accept-half-done", $"half@{Id}");

        Assert.That(refused.ExitCode, Is.EqualTo(6), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("MIG1424").And.Contain($"migrations rollback --tree half --distance 1 --accept-half-done half@{Id}"));
        Assert.That(forward.ExitCode, Is.EqualTo(6), forward.Errors);
        Assert.That(forward.Errors, Does.Contain($"--accept-half-done half@{Id}"));
        Assert.That(untouched, Is.EqualTo(half));
        Assert.That(accepted.ExitCode, Is.Zero, accepted.Errors);
        Assert.That(await CountsAsync(fixture), Is.EqualTo(half.Select(c => c - 1)));
    }

    [Test]
    public async Task A_body_that_is_declared_repeatable_begins_again_by_itself()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        await KillHalfWayAsync(fixture, "migrate", "halfAgain", counted: 1);

        using var again = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "halfAgain");

        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1));
    }

    [Test]
    public async Task A_body_that_is_cancelled_halfway_does_not_run_again_by_itself()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        using var host = HostProcess.StartInterruptible(fixture.Database.Name, "migrate", "--tree", "half", "--transaction", "never");
        await WaitAsync(fixture, host, counted: 1);
        host.Interrupt();
        await host.WaitAsync();
        var half = await CountsAsync(fixture);

        using var refused = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "half");

        Assert.That(host.ExitCode, Is.EqualTo(130), host.Errors);
        Assert.That(refused.ExitCode, Is.EqualTo(6), refused.Errors);
        Assert.That(await CountsAsync(fixture), Is.EqualTo(half));
    }

    [Test]
    public async Task A_body_whose_lock_is_broken_halfway_does_not_run_again_by_itself()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        using var host = HostProcess.Start(fixture.Database.Name, "migrate", "--tree", "half", "--transaction", "never");
        await WaitAsync(fixture, host, counted: 1);
        using var unlock = await HostProcess.RunAsync(fixture.Database.Name, "unlock", "--force");
        await host.WaitAsync();
        var half = await CountsAsync(fixture);

        using var refused = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "half");

        Assert.That(host.Errors, Does.Contain("MIG1502").And.Contain("only runs again after you have checked its data"));
        Assert.That(refused.ExitCode, Is.EqualTo(6), refused.Errors);
        Assert.That(refused.Errors, Does.Contain("MIG1424"));
        Assert.That(await CountsAsync(fixture), Is.EqualTo(half));
    }

    private static async Task KillHalfWayAsync(EngineFixture fixture, string command, string tree, int counted)
    {
        using var host = HostProcess.Start(fixture.Database.Name, [command, "--tree", tree, "--transaction", "never", .. command == "rollback" ? ["--distance", "1"] : Array.Empty<string>()]);
        await WaitAsync(fixture, host, counted);
        await host.KillAsync();
        Assert.That(host.ExitCode, Is.Not.Zero, "It was over before it could be killed.");
        using var unlock = await HostProcess.RunAsync(fixture.Database.Name, "unlock", "--force");
        Assert.That(unlock.ExitCode, Is.Zero, unlock.Errors);
    }

    private static async Task WaitAsync(EngineFixture fixture, HostProcess host, int counted)
    {
        while (!host.HasExited && await fixture.Database.GetCollection("counters").CountDocumentsAsync(new BsonDocument("count", counted)) < Documents / 4)
        {
        }
    }

    private static async Task<List<int>> CountsAsync(EngineFixture fixture) => [.. (await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32)];

    private static async Task FillAsync(EngineFixture fixture) =>
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
}
