using Migrations.Engine.Importing;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.TestPlugin;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

public sealed class ImportTests
{
    private const string MigrateMongo = "{ fileName: '2026010100000#-link.js', fileHash: 'c0ffee#', appliedAt: ISODate('2025-01-0#T09:30:00Z'), migrationBlock: NumberLong(1735723800000) }";
    private const string Mongock = "{ executionId: '2025-01-0#T09:30:00.123-17', changeId: '2026010100000#', author: 'ana', timestamp: ISODate('2025-01-0#T09:30:00Z'), state: 'EXECUTED', type: 'EXECUTION', changeLogClass: 'com.shop.Change#', changeSetMethod: 'execution', metadata: {}, executionMillis: NumberLong(7), executionHostname: 'ci', errorTrace: null, systemChange: false }";
    private const string Flamingock = "{ executionId: 'e1', stageId: 'default', changeId: '2026010100000#', author: 'ana', timestamp: ISODate('2025-01-0#T09:30:00Z'), state: 'APPLIED', type: 'STANDARD_CODE', changeClass: 'com.shop.Change#', invokedMethod: 'apply', executionMillis: NumberLong(7), systemChange: false, txStrategy: 'TX_SHARED', targetSystemId: 'mongo' }";
    private const string MongoDbMigrations = "{ _id: '64a00000000000000000000#', n: 'Link #', v: '0.#.0', d: true, applied: ISODate('2025-01-0#T09:30:00Z') }";
    private const string Kot = "{ Version: { Major: 0, Minor: #, Patch: 0 }, Name: 'Link #', AppliedAt: ISODate('2025-01-0#T09:30:00Z') }";
    private const string MongoMigration = "{ MigrationId: 'Shop.Migrations.M0#0_Link', Version: '0.#.0' }";

    // The plugin with one tree, as a team has that wrote its classes again.
    private static readonly MigrationCatalogue Chain = new("chain", CatalogueReader.Read(typeof(CountTyped).Assembly).Migrations.Where(m => m.Tree == "chain"), []);

    [TestCase(nameof(ForeignTool.MigrateMongo), "changelog", MigrateMongo)]
    [TestCase(nameof(ForeignTool.Mongock), "mongockChangeLog", Mongock)]
    [TestCase(nameof(ForeignTool.Mongock), "dbchangelog", Mongock)]
    [TestCase(nameof(ForeignTool.Flamingock), "flamingockAuditLog", Flamingock)]
    [TestCase(nameof(ForeignTool.Flamingock), "flamingockAuditLogs", Flamingock)]
    [TestCase(nameof(ForeignTool.MongoDbMigrations), "_migrations", MongoDbMigrations)]
    [TestCase(nameof(ForeignTool.KotMigrations), "_migrations", Kot)]
    [TestCase(nameof(ForeignTool.MongoMigration), "_migrations", MongoMigration)]
    public async Task A_log_becomes_the_record_and_nothing_runs(string tool, string log, string template)
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await WriteLogAsync(fixture, log, template, 1, 2, 3);
        var engine = fixture.NewEngine(catalogue: Chain);

        var plan = await engine.ImportAsync(new ImportRequest { From = Enum.Parse<ForeignTool>(tool) }, isDryRun: false, CancellationToken.None);

        Assert.That(plan.Imported.Select(m => m.Migration.Id), Is.EqualTo(new[] { "20260101000001", "20260101000002", "20260101000003" }));
        Assert.That(await IsCleanAsync(engine));
        Assert.That(await fixture.Database.ReadCollectionNamesAsync(), Has.None.EqualTo("chain"));
        Assert.That((await engine.RunAsync(new PlanRequest(), fixture.Observer, CancellationToken.None)).Steps, Is.Empty);
    }

    [Test]
    public async Task The_journal_says_where_each_record_comes_from()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await WriteLogAsync(fixture, "changelog", MigrateMongo, 1);
        var engine = fixture.NewEngine(catalogue: Chain);

        await engine.ImportAsync(new ImportRequest { From = ForeignTool.MigrateMongo }, isDryRun: false, CancellationToken.None);

        var journal = await engine.GetJournalAsync(null, 10, CancellationToken.None);
        Assert.That(journal.Select(e => (e.Event, e.Id, e.Detail)), Is.EqualTo(new[]
        {
            ("import", null, "1 migration(s) from the log 'changelog' of migrate-mongo: chain at 20260101000001"),
            ("import", "20260101000001", "Applied by migrate-mongo on 2025-01-01 09:30:00 UTC as '20260101000001-link.js'."),
        }));
        var record = (await fixture.ReadAsync("_migrations.applied")).Single();
        Assert.That((record["status"].AsString, record["stamped"].AsBoolean, record["started"].ToUniversalTime()), Is.EqualTo(("done", true, new DateTime(2025, 1, 1, 9, 30, 0, DateTimeKind.Utc))));
    }

    [Test]
    public async Task What_the_old_tool_did_not_apply_is_pending_and_runs()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await WriteLogAsync(fixture, "changelog", MigrateMongo, 1, 2);
        var engine = fixture.NewEngine(catalogue: Chain);
        await engine.ImportAsync(new ImportRequest { From = ForeignTool.MigrateMongo }, isDryRun: false, CancellationToken.None);

        await engine.RunAsync(new PlanRequest(), fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("chain")).Select(d => d["_id"].ToInt32()), Is.EqualTo(new[] { 3 }));
        Assert.That(await IsCleanAsync(engine));
    }

    [Test]
    public async Task A_second_import_changes_nothing_and_a_later_one_adds_what_came_since()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await WriteLogAsync(fixture, "changelog", MigrateMongo, 1);
        var engine = fixture.NewEngine(catalogue: Chain);
        var request = new ImportRequest { From = ForeignTool.MigrateMongo };
        await engine.ImportAsync(request, isDryRun: false, CancellationToken.None);
        var before = await StateAsync(fixture);

        var second = await engine.ImportAsync(request, isDryRun: false, CancellationToken.None);

        Assert.That(second.IsNothing);
        Assert.That(await StateAsync(fixture), Is.EqualTo(before));
        await WriteLogAsync(fixture, "changelog", MigrateMongo, 2);
        Assert.That((await engine.ImportAsync(request, isDryRun: false, CancellationToken.None)).Imported.Select(m => m.Migration.Id), Is.EqualTo(new[] { "20260101000002" }));
    }

    [Test]
    public async Task A_dry_run_and_a_refusal_store_nothing()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await WriteLogAsync(fixture, "changelog", MigrateMongo, 1, 3);
        var engine = fixture.NewEngine(catalogue: Chain);

        Assert.That(() => engine.ImportAsync(new ImportRequest { From = ForeignTool.MigrateMongo }, isDryRun: false, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ImportIncomplete));
        await WriteLogAsync(fixture, "changelog", MigrateMongo, 2);
        var plan = await engine.ImportAsync(new ImportRequest { From = ForeignTool.MigrateMongo }, isDryRun: true, CancellationToken.None);

        Assert.That(plan.Imported, Has.Count.EqualTo(3));
        Assert.That(await fixture.Database.ReadCollectionNamesAsync(), Is.EqualTo(new[] { "changelog" }));
    }

    [TestCase("nowhere")]
    [TestCase("empty")]
    [TestCase(null)]
    public async Task A_log_that_is_not_there_or_empty_is_refused(string? log)
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await fixture.Database.CreateCollectionAsync("empty");

        Assert.That(() => fixture.NewEngine(catalogue: Chain).ImportAsync(new ImportRequest { From = ForeignTool.Mongock, Log = log }, isDryRun: false, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.ImportLogMissing));
    }

    [Test]
    public async Task It_waits_for_the_lock()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await WriteLogAsync(fixture, "changelog", MigrateMongo, 1);
        await fixture.Database.GetCollection("_migrations.lock").UpdateOneAsync("{ _id: 'lock' }", new BsonDocument("$set", new BsonDocument { { "owner", "another" }, { "run", "r" }, { "token", 1L }, { "acquired", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) }, { "expires", new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc) }, { "noticeMs", 1000L } }), new MongoDB.Driver.UpdateOptions { IsUpsert = true });

        Assert.That(() => fixture.NewEngine(catalogue: Chain).ImportAsync(new ImportRequest { From = ForeignTool.MigrateMongo }, isDryRun: false, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.LockHeld));
    }

    private static Task WriteLogAsync(EngineFixture fixture, string log, string template, params int[] numbers) =>
        fixture.Database.GetCollection(log).InsertManyAsync(numbers.Select(n => BsonDocument.Parse(template.Replace("#", $"{n}", StringComparison.Ordinal))));

    private static async Task<bool> IsCleanAsync(Migrations.Engine.MigrationEngine engine) => await engine.VerifyAsync(null, CancellationToken.None) is { Findings.Count: 0, Pending.Count: 0 };

    private static async Task<string> StateAsync(EngineFixture fixture) => string.Join('\n', (await fixture.ReadAsync("_migrations.applied")).Concat(await fixture.ReadAsync("_migrations.heads")).Concat(await fixture.ReadAsync("_migrations.journal")));
}
