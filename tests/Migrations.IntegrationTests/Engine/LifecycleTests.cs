using MongoDB.Bson;
using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Engine;

public sealed class LifecycleTests
{
    [Test]
    public async Task A_database_without_a_version_is_refused_and_stays_untouched()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);

        Assert.That(async () => await fixture.MigrateAsync("chain"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NotInitialised));

        Assert.That(await fixture.Database.ReadCollectionNamesAsync(), Is.Empty);
    }

    [Test]
    public async Task An_empty_database_is_initialised_without_a_position()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);

        var status = await fixture.InitialiseAsync(null);

        Assert.That(status.IsInitialised, Is.True);
        Assert.That(status.Trees.Select(t => t.Head), Has.All.Null);
    }

    [Test]
    public async Task A_database_with_data_is_not_initialised_without_a_position()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await fixture.Database.GetCollection("people").InsertOneAsync(new BsonDocument("a", 1));

        Assert.That(
            async () => await fixture.InitialiseAsync(null),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PositionNeeded));
    }

    [Test]
    public async Task Initialising_twice_is_refused_unless_forced()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        Assert.That(
            async () => await fixture.InitialiseAsync("head"),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.AlreadyInitialised));
        var forced = await fixture.InitialiseAsync("head", isForced: true);

        Assert.That(forced.PendingCount, Is.Zero);
    }

    [Test]
    public async Task Initialising_at_a_version_leaves_the_rest_pending()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);

        var status = await fixture.InitialiseAsync("chain@0.2.0");

        Assert.That(status.Trees.Single(t => t.Name == "chain").Migrations.Select(m => m.IsPending), Is.EqualTo(new[] { false, false, true }));
        Assert.That(await fixture.ReadAsync("chain"), Is.Empty);
    }

    [Test]
    public async Task A_chain_goes_up_and_down_by_distance_and_past_both_ends()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        await RunAsync(fixture, new PlanRequest { Tree = "chain", Distance = 2 });
        Assert.That(await IdsAsync(fixture), Is.EqualTo(new[] { 1, 2 }));
        await RunAsync(fixture, new PlanRequest { Tree = "chain", Distance = 10 });
        Assert.That(await IdsAsync(fixture), Is.EqualTo(new[] { 1, 2, 3 }));
        await RunAsync(fixture, new PlanRequest { Tree = "chain", Direction = MigrationDirection.Down, To = "0.1.0" });
        Assert.That(await IdsAsync(fixture), Is.EqualTo(new[] { 1 }));
        await RunAsync(fixture, new PlanRequest { Tree = "chain", Direction = MigrationDirection.Down, Distance = 10 });
        Assert.That(await IdsAsync(fixture), Is.Empty);
        Assert.That(await RunAsync(fixture, new PlanRequest { Tree = "chain", Direction = MigrationDirection.Down, Distance = 1 }), Is.Zero);
    }

    [Test]
    public async Task A_run_is_journaled_with_its_actions()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await RunAsync(fixture, new PlanRequest { Tree = "chain", Distance = 1 });

        var entry = (await fixture.NewEngine().GetHistoryAsync("chain", 10, CancellationToken.None)).Single();

        Assert.That(entry.Event, Is.EqualTo("upgrade"));
        Assert.That(entry.Transaction, Is.True);
        Assert.That(entry.Actions, Is.EqualTo(new[] { "[chain] Link 1" }));
        Assert.That(fixture.Observer.Actions, Is.EqualTo(new[] { "Link 1" }));
    }

    [Test]
    public async Task A_changed_record_closes_the_gate_and_stops_migrating()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await RunAsync(fixture, new PlanRequest { Tree = "chain", Distance = 1 });
        await fixture.Database.GetCollection("_migrations.applied").UpdateManyAsync("""{ "_id.tree": "chain" }""", """{ "$set": { "checksum": "other" } }""");

        var verify = await fixture.NewEngine().VerifyAsync("chain", CancellationToken.None);

        Assert.That(verify.Findings.Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.ChangedMigration }));
        Assert.That(async () => await fixture.MigrateAsync("chain"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ChangedMigration));
    }

    [Test]
    public async Task A_damaged_record_is_named()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("_migrations.applied").InsertOneAsync(BsonDocument.Parse("""{ "_id": { "tree": "chain", "id": "20260101000001" }, "status": "strange" }"""));

        Assert.That(async () => await fixture.MigrateAsync("chain"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.StateUnreadable));
    }

    [Test]
    public async Task A_required_transaction_is_used()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var result = await fixture.MigrateAsync("require", TransactionMode.Never);

        Assert.That(result.Steps.Single().UsedTransaction, Is.True);
    }

    private static async Task<int> RunAsync(EngineFixture fixture, PlanRequest request) =>
        (await fixture.NewEngine().RunAsync(request, fixture.Observer, CancellationToken.None)).Steps.Count;

    private static async Task<IEnumerable<int>> IdsAsync(EngineFixture fixture) => (await fixture.ReadAsync("chain")).Select(d => d["_id"].AsInt32);
}
