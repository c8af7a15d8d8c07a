using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;

namespace Migrations.IntegrationTests.Engine;

public sealed class StampTests
{
    [Test]
    public async Task A_dry_run_shows_what_would_be_stored_and_stores_nothing()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);

        var plan = await fixture.NewEngine().StampAsync(new StampRequest { At = ["chain@0.2.0"], IsInitialisation = true }, isDryRun: true, CancellationToken.None);

        Assert.That(plan.Heads.Single(h => h.Tree == "chain").Version, Is.EqualTo("0.2.0"));
        Assert.That(await fixture.Database.ReadCollectionNamesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_forced_stamp_is_journaled()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        await fixture.StampAsync(new StampRequest { At = ["chain@0.2.0"], IsForced = true });

        var journal = await fixture.NewEngine().GetHistoryAsync(null, 10, CancellationToken.None);
        Assert.That(journal.Select(e => (e.Event, e.Detail)).First(), Is.EqualTo(("force", "chain at 20260101000002")));
    }

    [Test]
    public async Task A_run_may_say_where_a_database_stands_that_nobody_initialised()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await fixture.Database.GetCollection("chain").InsertManyAsync([new() { { "_id", 1 } }, new() { { "_id", 2 } }]);

        Assert.That(() => fixture.RunAsync(new PlanRequest { Tree = "chain" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NotInitialised));
        await fixture.RunAsync(new PlanRequest { Tree = "chain", From = ["chain@0.2.0"] });

        Assert.That((await fixture.ReadAsync("chain")).Select(d => d["_id"].ToInt32()), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(() => fixture.RunAsync(new PlanRequest { Tree = "chain", From = ["chain@0.2.0"] }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.StampContradicted));
        Assert.That((await fixture.RunAsync(new PlanRequest { Tree = "chain", From = ["chain@0.3.0"] })).Steps, Is.Empty);
    }

    [Test]
    public async Task Reading_writes_nothing()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);

        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);
        await fixture.NewEngine().PlanAsync(new PlanRequest { From = ["base"], Tree = "chain" }, CancellationToken.None);

        Assert.That(status.Status, Is.EqualTo(SchemaStatus.Uninitialised));
        Assert.That(await fixture.Database.ReadCollectionNamesAsync(), Is.Empty);
    }

    [Test]
    public async Task Where_nothing_is_applicable_the_stamp_is_written_and_journaled()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);

        var result = await fixture.RunAsync(new PlanRequest { To = "chain@0.0.1" });

        Assert.That(result.Stamp?.Event, Is.EqualTo("autoStamp"));
        Assert.That((await fixture.NewEngine().GetHistoryAsync(null, 1, CancellationToken.None)).Select(e => e.Event), Is.EqualTo(new[] { "autoStamp" }));
        Assert.That((await fixture.NewEngine().GetStatusAsync(CancellationToken.None)).IsInitialised, Is.True);
    }
}
