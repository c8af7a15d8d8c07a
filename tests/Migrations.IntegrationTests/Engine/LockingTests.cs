using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Engine;

public sealed class LockingTests
{
    private const string Held = """{ "$set": { "owner": "somebody", "run": "r", "token": { "$add": ["$token", 1] }, "acquired": "$$NOW", "expires": { "$add": ["$$NOW", 60000] } } }""";

    [Test]
    public async Task A_held_lock_stops_a_run_that_has_work()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await HoldAsync(fixture);

        Assert.That(async () => await fixture.MigrateAsync("chain"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.LockHeld).And.Message.Contains("somebody"));
    }

    [Test]
    public async Task A_held_lock_does_not_stop_a_run_without_work()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.MigrateAsync("chain");
        await HoldAsync(fixture);

        var result = await fixture.MigrateAsync("chain");

        Assert.That(result.Steps, Is.Empty);
    }

    [Test]
    public async Task An_expired_lease_is_taken_over_with_a_higher_token()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await HoldAsync(fixture);
        await Lock(fixture).UpdateOneAsync("{}", """{ "$set": { "expires": { "$date": "2020-01-01T00:00:00Z" } } }""");
        var before = (await Lock(fixture).FindOneAsync())!["token"].ToInt64();

        await fixture.MigrateAsync("chain");

        Assert.That((await Lock(fixture).FindOneAsync())!["token"].ToInt64(), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task Breaking_a_lock_is_journaled_and_lets_the_next_run_in()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await HoldAsync(fixture);

        var holder = await fixture.NewEngine().UnlockAsync(CancellationToken.None);
        var history = await fixture.NewEngine().GetHistoryAsync(null, 1, CancellationToken.None);
        var result = await fixture.MigrateAsync("chain");

        Assert.That(holder!.Owner, Is.EqualTo("somebody"));
        Assert.That(history[0].Event, Is.EqualTo("force"));
        Assert.That(result.Steps, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_run_whose_lock_is_taken_over_writes_nothing_more()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 100).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        fixture.Observer.OnProgress = progress =>
        {
            if (progress.Documents == 20)
            {
                // Another run claims the migration, as after a takeover.
                Lock(fixture).UpdateOneAsync("{}", """{ "$inc": { "token": 1 } }""").GetAwaiter().GetResult();
                fixture.Database.GetCollection("_migrations.applied").UpdateOneAsync("""{ "_id.tree": "raw" }""", """{ "$inc": { "token": 1 } }""").GetAwaiter().GetResult();
            }
        };

        Assert.That(async () => await fixture.MigrateAsync("raw", batchSize: 10), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.LockLost));

        Assert.That((await fixture.ReadAsync("counters")).Count(d => d["count"].AsInt32 == 1), Is.EqualTo(20));
    }

    [Test]
    public async Task Of_many_runs_at_once_one_works()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => TryAsync(fixture)));

        Assert.That(outcomes.Count(o => o == "3"), Is.EqualTo(1));
        Assert.That(outcomes.Distinct(), Is.SubsetOf(new[] { "3", "0", nameof(MigrationErrorCode.LockHeld), nameof(MigrationErrorCode.PlanChanged) }));
        Assert.That(await fixture.ReadAsync("chain"), Has.Count.EqualTo(3));
    }

    private static async Task<string> TryAsync(EngineFixture fixture)
    {
        try
        {
            return (await fixture.NewEngine().RunAsync(new() { Tree = "chain" }, new RecordingObserver(), CancellationToken.None)).Steps.Count.ToString();
        }
        catch (MigrationException e)
        {
            return e.Code.ToString();
        }
    }

    private static IMongoCollection<BsonDocument> Lock(EngineFixture fixture) => fixture.Database.GetCollection("_migrations.lock");

    private static Task<UpdateResult> HoldAsync(EngineFixture fixture) => Lock(fixture).UpdateOneAsync("""{ "_id": "lock" }""", DatabaseExtensions.PipelineOf([BsonDocument.Parse(Held)]));
}
