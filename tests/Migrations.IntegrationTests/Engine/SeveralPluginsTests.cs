using Migrations.Engine;
using Migrations.Engine.Undo;
using MongoDB.Bson;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.TestPlugin;

namespace Migrations.IntegrationTests.Engine;

// Two plugins that share a database.
public sealed class SeveralPluginsTests
{
    private static readonly MigrationCatalogue All = CatalogueReader.Read(typeof(CountTyped).Assembly);

    [Test]
    public async Task Each_plugin_sees_its_own_trees_and_tells_its_name_and_version()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var (first, second) = (Engine(fixture, "First", "caughtfailure"), Engine(fixture, "Second", "sidebyside"));
        await InitialiseAsync(first);
        await RunAsync(fixture, first, "caughtfailure");

        await Assert.ThatAsync(() => RunAsync(fixture, second, "sidebyside"), Refused(MigrationErrorCode.NotInitialised));
        await InitialiseAsync(second);
        await fixture.Database.DropCollectionAsync("people");
        await RunAsync(fixture, second, "sidebyside");

        foreach (var (engine, tree) in new[] { (first, "caughtfailure"), (second, "sidebyside") })
        {
            var status = await engine.GetStatusAsync(CancellationToken.None);
            var report = await engine.VerifyAsync(null, CancellationToken.None);
            Assert.That(status.Trees.Select(t => t.Name), Is.EqualTo(new[] { tree }));
            Assert.That(report.Findings, Is.Empty);
        }

        var upgrades = (await fixture.ReadAsync("_migrations.journal")).Where(e => e["event"] == "upgrade");
        Assert.That(upgrades.Select(e => e["plugin"].AsString), Is.EqualTo(new[] { "First 1.2.3", "Second 1.2.3" }));
        Assert.That((await fixture.ReadAsync("_migrations.applied")).Select(r => r["plugin"].AsString), Is.EquivalentTo(new[] { "First 1.2.3", "Second 1.2.3" }));
    }

    [Test]
    public async Task A_tree_of_another_plugin_is_refused_until_it_is_taken_over()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var (before, after) = (Engine(fixture, "Before", "caughtfailure"), Engine(fixture, "After", "caughtfailure"));
        await InitialiseAsync(before);
        await RunAsync(fixture, before, "caughtfailure");

        await Assert.ThatAsync(() => RunAsync(fixture, after, "caughtfailure"), Refused(MigrationErrorCode.TreeOfAnotherPlugin));
        await Assert.ThatAsync(() => after.StampAsync(new StampRequest { At = ["caughtfailure@base"], IsForced = true }, isDryRun: false, CancellationToken.None), Refused(MigrationErrorCode.TreeOfAnotherPlugin));
        Assert.That((await after.VerifyAsync(null, CancellationToken.None)).Findings.Select(f => f.Code), Does.Contain(MigrationErrorCode.TreeOfAnotherPlugin));
        Assert.That((await after.GetStatusAsync(CancellationToken.None)).Message, Does.Contain("MIG1425"));
        await after.AcceptAsync(new AcceptRequest(["caughtfailure"]), CancellationToken.None);

        Assert.That((await after.VerifyAsync(null, CancellationToken.None)).Findings, Is.Empty);
        await Assert.ThatAsync(() => RunAsync(fixture, before, "caughtfailure"), Refused(MigrationErrorCode.TreeOfAnotherPlugin));
        Assert.That((await fixture.ReadAsync("_migrations.journal"))[^1]["detail"].AsString, Does.Contain("'Before'"));
    }

    [Test]
    public async Task Taking_a_tree_over_says_nothing_of_the_plugins_other_trees()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var (before, after) = (Engine(fixture, "Before", "caughtfailure"), Engine(fixture, "After", "caughtfailure", "sidebyside"));
        await InitialiseAsync(before);
        await RunAsync(fixture, before, "caughtfailure");

        await after.AcceptAsync(new AcceptRequest(["caughtfailure"]), CancellationToken.None);

        await Assert.ThatAsync(() => RunAsync(fixture, after, "sidebyside"), Throws.InstanceOf<MigrationException>());
        Assert.That(await fixture.ReadAsync("copies"), Is.Empty);
        Assert.That((await fixture.ReadAsync("_migrations.heads")).Single(h => h["_id"] == "sidebyside")["unknown"].AsBoolean, Is.True);
    }

    // What leads out of one tree does not stumble over another.
    [Test]
    public async Task A_tree_of_another_plugin_stops_nobody_who_works_with_others()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var other = Engine(fixture, "Other", "caughtfailure");
        var own = Engine(fixture, "Own", "sidebyside", "chain");
        await InitialiseAsync(own);
        await RunAsync(fixture, own, "chain");
        await InitialiseAsync(other);
        var both = Engine(fixture, "Own", "caughtfailure", "sidebyside", "chain");
        await fixture.Database.GetCollection("_migrations.applied").UpdateOneAsync("{ '_id.id': '20260101000003' }", "{ $set: { status: 'failed', partial: true, transaction: false, finished: null } }");

        await RunAsync(fixture, both, "sidebyside");
        await both.AcceptAsync(new AcceptRequest(["chain@20260101000003"], SettledAs.Applied), CancellationToken.None);
        await both.StampAsync(new StampRequest { At = ["chain@base"], IsForced = true }, isDryRun: false, CancellationToken.None);
        await both.PruneAsync(new() { Tree = "chain" }, CancellationToken.None);

        await Assert.ThatAsync(() => both.PlanAsync(PlanRequest.All, CancellationToken.None), Refused(MigrationErrorCode.TreeOfAnotherPlugin));
        await Assert.ThatAsync(() => both.PruneAsync(new(), CancellationToken.None), Refused(MigrationErrorCode.TreeOfAnotherPlugin));
        await Assert.ThatAsync(() => both.AcceptAsync(new AcceptRequest(["caughtfailure@20260101000001"]), CancellationToken.None), Refused(MigrationErrorCode.TreeOfAnotherPlugin));
    }

    [Test]
    public async Task Before_a_takeover_nothing_is_guessed_of_the_plugins_other_trees()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await InitialiseAsync(Engine(fixture, "Before", "caughtfailure"));
        var after = Engine(fixture, "After", "caughtfailure", "sidebyside", "chain");

        var status = await after.GetStatusAsync(CancellationToken.None);

        Assert.That(status.Trees.Select(t => (t.Name, t.IsUnknown)), Is.EqualTo(new[] { ("chain", true), ("sidebyside", true) }));
        Assert.That(status.PendingCount, Is.Zero);
        await Assert.ThatAsync(() => RunAsync(fixture, after, "sidebyside"), Refused(MigrationErrorCode.NotInitialised));
        await after.StampAsync(new StampRequest { At = ["sidebyside@base"] }, isDryRun: false, CancellationToken.None);
        await Assert.ThatAsync(() => RunAsync(fixture, after, "chain"), Refused(MigrationErrorCode.NotInitialised), "What was said of one tree says nothing of the next.");
    }

    [TestCase("nothing", MigrationErrorCode.UnknownTarget)]
    [TestCase("caughtfailure", MigrationErrorCode.NotAccepted)]
    public async Task Only_a_tree_of_another_plugin_is_taken_over(string tree, MigrationErrorCode code)
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var engine = Engine(fixture, "Only", "caughtfailure");
        await InitialiseAsync(engine);

        await Assert.ThatAsync(() => engine.AcceptAsync(new AcceptRequest([tree]), CancellationToken.None), Refused(code));
    }

    [Test]
    public async Task Images_of_another_plugin_are_not_deleted([Values(null, "imagedRaw")] string? tree)
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var (one, other) = (Engine(fixture, "One", "caughtfailure"), Engine(fixture, "Other", "imagedRaw"));
        await InitialiseAsync(one);
        await InitialiseAsync(other);
        await fixture.Database.GetCollection("parts").InsertManyAsync(Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "count", 0 }, { "note", "n" }, { "rest", "r" } }));
        await RunAsync(fixture, other, "imagedRaw");
        var images = await fixture.ReadAsync("_migrations.images");

        var pruned = await one.PruneAsync(new PruneRequest { Tree = tree }, CancellationToken.None);

        Assert.That(pruned, Is.Empty);
        Assert.That(images, Is.Not.Empty);
        Assert.That(await fixture.ReadAsync("_migrations.images"), Is.EqualTo(images));
    }

    private static MigrationEngine Engine(EngineFixture fixture, string plugin, params string[] trees) =>
        fixture.NewEngine(TransactionMode.Never, catalogue: new MigrationCatalogue(plugin, All.Migrations.Where(m => trees.Contains(m.Tree)), All.Trees.Where(t => trees.Contains(t.Name)), "1.2.3"));

    private static Task<StampPlan> InitialiseAsync(MigrationEngine engine) => engine.StampAsync(new StampRequest { At = ["base"], IsInitialisation = true }, isDryRun: false, CancellationToken.None);

    private static Task<RunResult> RunAsync(EngineFixture fixture, MigrationEngine engine, string tree) => engine.RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);

    private static NUnit.Framework.Constraints.EqualConstraint<MigrationErrorCode> Refused(MigrationErrorCode code) => Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(code);
}
