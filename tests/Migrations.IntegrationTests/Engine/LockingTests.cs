using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage.Locking;

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
    public async Task A_renewal_that_arrives_after_the_lock_was_released_keeps_it_from_nobody()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var token = TokenOf(fixture, "_migrations.lock");

        var late = await Lock(fixture).UpdateOneAsync(LockDocument.IfHeldBy(token), DatabaseExtensions.PipelineOf([.. LockDocument.Renew(TimeSpan.FromMinutes(1)).Select(s => s.AsBsonDocument)]));

        Assert.That(late.MatchedCount, Is.Zero);
        Assert.That((await fixture.MigrateAsync("chain")).Steps, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Breaking_a_lock_is_journaled_and_lets_the_next_run_in()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await HoldAsync(fixture);

        var broken = await fixture.NewEngine().UnlockAsync(CancellationToken.None);
        var history = await fixture.NewEngine().GetJournalAsync(null, 1, CancellationToken.None);
        var result = await fixture.MigrateAsync("chain");

        Assert.That(broken!.Holder.Owner, Is.EqualTo("somebody"));
        Assert.That(broken.HasAnswered, Is.False);
        Assert.That(history[0].Event, Is.EqualTo("force"));
        Assert.That(result.Steps, Has.Count.EqualTo(3));
    }

    [TestCase(TransactionMode.Require)]
    [TestCase(TransactionMode.Never)]
    public async Task A_run_whose_lock_is_broken_writes_nothing_more_and_says_so(TransactionMode mode)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 100).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        Task<LockBreak?>? breaking = null;
        var documents = 0L;
        fixture.Observer.OnProgress = progress =>
        {
            if (progress.Documents >= 20 && breaking is null)
            {
                documents = progress.Documents;
                var held = TokenOf(fixture, "_migrations.lock");
                breaking = fixture.NewEngine().UnlockAsync(CancellationToken.None);
                SpinWait.SpinUntil(() => TokenOf(fixture, "_migrations.ranges") > held, TimeSpan.FromSeconds(30));
            }
        };

        Assert.That(async () => await fixture.MigrateAsync("raw", mode, batchSize: 10), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.LockLost));

        Assert.That((await fixture.ReadAsync("counters")).Count(d => d["count"].AsInt32 == 1), Is.EqualTo(documents).And.LessThan(100));
        Assert.That((await breaking!)!.HasAnswered, Is.True);
    }

    [Test]
    public async Task A_commit_that_arrives_after_the_lock_was_broken_is_refused_and_the_migration_runs_once()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var stalled = new StalledChannel(fixture.Channel, "_migrations.journal");
        var first = Task.Run(() => fixture.EngineWith(new RunSettings(), channel: stalled).RunAsync(new PlanRequest { Tree = "chain" }, new RecordingObserver(), CancellationToken.None));
        await stalled.Reached;

        var held = TokenOf(fixture, "_migrations.lock");
        var breaking = fixture.NewEngine().UnlockAsync(CancellationToken.None);
        SpinWait.SpinUntil(() => TokenOf(fixture, "_migrations.applied") > held, TimeSpan.FromSeconds(30));
        stalled.Release();

        Assert.That(async () => await first, Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.LockLost));
        await breaking;
        var second = await fixture.MigrateAsync("chain");
        Assert.That(second.Steps, Has.Count.EqualTo(3));
        Assert.That(await fixture.ReadAsync("chain"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_record_that_changed_after_the_plan_was_made_is_not_claimed()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var late = new StalledChannel(fixture.Channel, "_migrations.lock") { Skip = 1 };
        var first = Task.Run(() => fixture.EngineWith(new RunSettings(), channel: late).RunAsync(new PlanRequest { Tree = "chain" }, new RecordingObserver(), CancellationToken.None));
        await late.Reached;
        await fixture.Database.GetCollection("_migrations.applied").InsertManyAsync([new BsonDocument { { "_id", new BsonDocument { { "tree", "chain" }, { "id", "20260101000001" } } }, { "status", "running" }, { "token", 1L } }]);
        late.Release();

        Assert.That(async () => await first, Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PlanChanged));
        Assert.That(await fixture.ReadAsync("chain"), Is.Empty);
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

    private static long TokenOf(EngineFixture fixture, string collection) => fixture.Database.GetCollection(collection).FindOneAsync().GetAwaiter().GetResult() is { } found ? found["token"].ToInt64() : -1;

    private static IMongoCollection<BsonDocument> Lock(EngineFixture fixture) => fixture.Database.GetCollection("_migrations.lock");

    private static Task<UpdateResult> HoldAsync(EngineFixture fixture) => Lock(fixture).UpdateOneAsync("""{ "_id": "lock" }""", DatabaseExtensions.PipelineOf([BsonDocument.Parse(Held)]));
}
