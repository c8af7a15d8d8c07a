using Migrations.Engine.Planning;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Engine;

// What an author's code does through the database that it is given.
public sealed class AuthorTests
{
    private const int People = 5;

    [TestCase(TransactionMode.Require)]
    [TestCase(TransactionMode.Never)]
    public async Task A_class_of_the_application_takes_part_without_knowing(TransactionMode transaction)
    {
        await using var fixture = await SeededAsync();

        var result = await fixture.RunAsync(new PlanRequest { Tree = "repository", Distance = 1 }, transaction);

        Assert.That((await fixture.ReadAsync("people")).Select(p => p["city"].AsString), Has.All.EqualTo("Oslo"));
        Assert.That((await fixture.ReadAsync("people")).Select(p => p["age"].AsInt32), Is.EqualTo(Enumerable.Range(0, People)));
        Assert.That(result.Steps.Single().Counts, Is.EqualTo(new Migrations.Engine.Storage.WriteCounts { Matched = People, Modified = People, Inserted = 1 }));
        Assert.That(result.Steps.Single().Actions.Select(a => a.Description), Is.EqualTo(new[] { $"Move {People} people" }));
    }

    [Test]
    public async Task What_a_class_of_the_application_wrote_goes_with_a_migration_that_fails()
    {
        await using var fixture = await SeededAsync();
        await fixture.RunAsync(new PlanRequest { Tree = "repository", Distance = 1 });
        var before = (await fixture.ReadAsync("people")).Concat(await fixture.ReadAsync("moves")).ToList();

        Assert.That(() => fixture.MigrateAsync("repository"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.MigrationFailed).And.Message.Contains($"{People} moved."));

        Assert.That((await fixture.ReadAsync("people")).Concat(await fixture.ReadAsync("moves")), Is.EqualTo(before));
    }

    [Test]
    public async Task A_dry_run_of_it_leaves_nothing()
    {
        await using var fixture = await SeededAsync();
        var before = await fixture.ReadAsync("people");

        var report = await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "repository", Distance = 1 }, CancellationToken.None);

        Assert.That(report.Steps.Single().Counts.Modified, Is.EqualTo(People));
        Assert.That(await fixture.ReadAsync("people"), Is.EqualTo(before));
        Assert.That(await fixture.ReadAsync("moves"), Is.Empty);
    }

    [Test]
    public async Task An_error_of_the_server_that_was_caught_is_reported_with_its_migration()
    {
        await using var fixture = await SeededAsync();

        Assert.That(
            () => fixture.MigrateAsync("swallowing"),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.SwallowedServerError).And.Message.Contains("Catch an error of the server and go on").And.Message.Contains("11000"));

        Assert.That(await fixture.ReadAsync("people"), Has.Count.EqualTo(People));
    }

    [Test]
    public async Task Changes_of_schema_are_undone_before_a_migration_is_taken_again()
    {
        await using var fixture = await SeededAsync();

        await fixture.MigrateAsync("conflicting", TransactionMode.Require);

        Assert.That((await fixture.ReadAsync("rivers")).Select(r => r["_id"].AsInt32), Is.EqualTo(new[] { 2 }));
        Assert.That((await (await fixture.Database.GetCollection<BsonDocument>("people").Indexes.ListAsync()).ToListAsync()).Select(i => i["name"].AsString), Is.EquivalentTo(new[] { "_id_", "city_1" }));
    }

    [TestCase(TransactionMode.Require, 5)]
    [TestCase(TransactionMode.Never, 0)]
    public async Task The_state_of_the_migrations_is_out_of_reach(TransactionMode transaction, int left)
    {
        await using var fixture = await SeededAsync();

        Assert.That(
            () => fixture.MigrateAsync("nosy", transaction),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.StateRefused).And.Message.Contains("Look at the state of the migrations"));

        Assert.That(await fixture.ReadAsync("people"), Has.Count.EqualTo(left));
    }

    private static async Task<EngineFixture> SeededAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection<BsonDocument>("people").InsertManyAsync(Enumerable.Range(0, People).Select(i => new BsonDocument { { "_id", i }, { "city", "Bergen" }, { "age", i } }));
        return fixture;
    }
}
