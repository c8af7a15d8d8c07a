using System.Text.RegularExpressions;
using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// Runs that died, were cancelled or failed, and then the commands that the host itself prints, until the gate is green. The lock of a dead run is still held when it begins.
public sealed partial class WayOutTests
{
    private const string Id = "20260101000001";
    private const int MostSteps = 10;
    private const int MostPoints = 60;

    [TestCase("half", TransactionMode.Never)]
    [TestCase("half", TransactionMode.Auto)]
    [TestCase("halfLost", TransactionMode.Never)]
    [TestCase("halfAgain", TransactionMode.Never)]
    [TestCase("raw", TransactionMode.Never)]
    [TestCase("raw", TransactionMode.Auto)]
    [TestCase("imagedRaw", TransactionMode.Never)]
    [TestCase("move", TransactionMode.Never)]
    public Task A_killed_run_has_a_way_out(string tree, TransactionMode mode) =>
        WalkAsync(tree, fixture => KillAsync(fixture, tree, mode, MigrationDirection.Up));

    [Test]
    public Task A_killed_rollback_has_a_way_out([Values("half", "halfAgain", "raw", "imagedRaw", "move")] string tree) =>
        WalkAsync(tree, fixture => KillAsync(fixture, tree, TransactionMode.Never, MigrationDirection.Down));

    [Test]
    public Task A_migration_that_failed_halfway_has_a_way_out_when_its_data_are_corrected([Values("half", "halfLost", "stock")] string tree) =>
        WalkAsync(tree, async fixture =>
        {
            await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 4 }""", """{ "$set": { "stop": "Not this one." } }""");
            await fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(0, 6).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", i == 4 ? "many" : i) } }));
            Assert.That(() => fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = 2, Workers = 1 }).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None), Throws.InstanceOf<MigrationException>());
            await fixture.Database.GetCollection("counters").UpdateManyAsync("{}", """{ "$unset": { "stop": 1 } }""");
            await fixture.Database.GetCollection("stocks").UpdateOneAsync("""{ "_id": 4 }""", """{ "$set": { "place.count": 4 } }""");
            return true;
        });

    [Test]
    public Task A_cancelled_run_has_a_way_out([Values("half", "raw")] string tree) =>
        WalkAsync(tree, async fixture =>
        {
            await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(100, 3000).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
            using var host = HostProcess.StartInterruptible(fixture.Database.Name, "migrate", "--tree", tree, "--transaction", "never", "--batch-size", "20");
            while (!host.HasExited && await fixture.Database.GetCollection("counters").CountDocumentsAsync("""{ "count": 1 }""") < 200)
            {
            }

            host.Interrupt();
            Assert.That(await host.WaitAsync(), Is.EqualTo(130), host.Errors);
            return true;
        });

    // Each advice of the gate is tried, on a state of its own.
    private static async Task WalkAsync(string tree, Func<EngineFixture, Task<bool>> leave)
    {
        for (var (number, count) = (0, 1); number < count; number++)
        {
            await using var fixture = await EngineFixture.CreateAsync();
            await FillAsync(fixture);
            Assert.That(await leave(fixture), Is.True, "It could not be left half-way.");
            var (code, advice) = await VerifyAsync(fixture, tree);
            Assert.That(code, Is.EqualTo(4).Or.EqualTo(6), "half done, or half done by code that knows no place to go on from");
            Assert.That(advice, Is.Not.Empty);
            count = advice.Count;
            await FollowAsync(fixture, tree, advice[number]);
        }
    }

    private static async Task FollowAsync(EngineFixture fixture, string tree, string first)
    {
        var (path, next) = (new List<string>(), (string?)first);
        while (next is not null)
        {
            path.Add(next);
            Assert.That(path, Has.Count.LessThanOrEqualTo(MostSteps), string.Join(" -> ", path));
            Assert.That(next, Does.Not.Contain("stamp --force"), string.Join(" -> ", path));
            using var host = await HostProcess.RunAsync(fixture.Database.Name, next.Split(' ')[1..]);
            if (host.ExitCode != 0)
            {
                var refused = next;
                next = Commands(host.Errors).FirstOrDefault(c => c != refused);
                Assert.That(next, Is.Not.Null, $"{string.Join(" -> ", path)}: {host.Errors}");
                continue;
            }

            var (code, advice) = await VerifyAsync(fixture, tree);
            next = code == 2 ? $"migrations migrate --tree {tree}" : advice.FirstOrDefault();
            Assert.That(next is null, Is.EqualTo(code == 0), string.Join(" -> ", path));
        }
    }

    private static async Task<(int Code, List<string> Advice)> VerifyAsync(EngineFixture fixture, string tree)
    {
        using var verify = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", tree);
        return (verify.ExitCode, Commands(verify.Errors));
    }

    // A dead process sends nothing more. Where it died before it had written anything, the next point is tried.
    private static async Task<bool> KillAsync(EngineFixture fixture, string tree, TransactionMode mode, MigrationDirection direction)
    {
        for (var point = 3; point < MostPoints; point++)
        {
            await FillAsync(fixture);
            if (direction == MigrationDirection.Down)
            {
                await fixture.RunAsync(new PlanRequest { Tree = tree, To = Id });
            }

            var channel = new DyingChannel(fixture.Channel, point);
            var request = direction == MigrationDirection.Up ? new PlanRequest { Tree = tree, To = Id } : new PlanRequest { Tree = tree, To = "base", Direction = MigrationDirection.Down };
            await TryAsync(fixture.EngineWith(new RunSettings { Transaction = mode, BatchSize = 2, Workers = 1 }, channel: channel), request, fixture, channel);
            var record = (await fixture.ReadAsync("_migrations.applied")).SingleOrDefault(r => r["_id"].AsBsonDocument["tree"] == tree);
            if (record is not null && record["status"] == "running" && (record["partial"] == true || mode == TransactionMode.Auto))
            {
                return true;
            }

            await fixture.NewEngine().UnlockAsync(CancellationToken.None);
            await fixture.Database.GetCollection("_migrations.applied").DeleteManyAsync("{}");
            await fixture.InitialiseAsync("base", isForced: true);
        }

        return false;
    }

    private static async Task TryAsync(Migrations.Engine.MigrationEngine engine, PlanRequest request, EngineFixture fixture, DyingChannel channel)
    {
        try
        {
            await engine.RunAsync(request, fixture.Observer, CancellationToken.None);
        }
        catch (MigrationException) when (channel.IsDead)
        {
        }
    }

    private static async Task FillAsync(EngineFixture fixture)
    {
        foreach (var name in new[] { "counters", "parts", "people", "persons", "_migrations.images", "_migrations.ranges" })
        {
            await fixture.Database.GetCollection(name).DeleteManyAsync("{}");
        }

        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 9).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        await fixture.Database.GetCollection("parts").InsertManyAsync(Enumerable.Range(0, 9).Select(i => new BsonDocument { { "_id", i }, { "count", (long)i }, { "note", $"note {i}" } }));
        await EmitTests.InsertPeopleAsync(fixture, 9);
    }

    // Those that lead somewhere; the others look.
    private static List<string> Commands(string text) => [.. Command().Matches(text).Select(m => m.Groups[1].Value).Where(c => c.Split(' ')[1] is "migrate" or "rollback" or "accept" or "stamp" or "init" or "unlock").Distinct()];

    [GeneratedRegex("'(migrations [^']+)'")]
    private static partial Regex Command();
}
