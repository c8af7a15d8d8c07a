using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

// A migration that breaks half-way leaves data, indexes and state as they were.
public sealed class BreakingMigrationTests
{
    [TestCase("breakfree")]
    [TestCase("breakdocuments")]
    [TestCase("breakcheck")]
    [TestCase("breakorder")]
    public async Task Data_indexes_and_head_stay_as_they_were(string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await PrepareAsync(fixture);
        var (people, indexes) = (await fixture.Database.ReadBytesAsync("people"), await IndexesAsync(fixture));

        Assert.That(async () => await fixture.MigrateAsync(tree), Throws.InstanceOf<MigrationException>());
        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);

        Assert.That(await fixture.Database.ReadBytesAsync("people"), Is.EqualTo(people));
        Assert.That(await IndexesAsync(fixture), Is.EqualTo(indexes));
        Assert.That(status.Trees.Single(t => t.Name == tree).Head, Is.Null);
        Assert.That(status.Trees.Single(t => t.Name == tree).Migrations.Single().IsPending, Is.True);
    }

    [TestCase("breakfree", MigrationErrorCode.MigrationFailed)]
    [TestCase("breakdocuments", MigrationErrorCode.DocumentFailed)]
    [TestCase("breakcheck", MigrationErrorCode.PostConditionFailed)]
    [TestCase("breakorder", MigrationErrorCode.SchemaChangeInTransaction)]
    [TestCase("breakrequest", MigrationErrorCode.MigrationFailed)]
    [TestCase("breakdocumentrequest", MigrationErrorCode.DocumentFailed)]
    public async Task The_failure_has_its_code(string tree, MigrationErrorCode code)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await PrepareAsync(fixture);

        Assert.That(async () => await fixture.MigrateAsync(tree), Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(code));
    }

    [Test]
    public async Task The_failure_is_in_the_journal_and_the_gate_is_closed()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await PrepareAsync(fixture);

        Assert.That(async () => await fixture.MigrateAsync("breakfree"), Throws.InstanceOf<MigrationException>());
        var history = await fixture.NewEngine().GetJournalAsync("breakfree", 10, CancellationToken.None);
        var verify = await fixture.NewEngine().VerifyAsync("breakfree", CancellationToken.None);

        Assert.That(history.Select(e => e.Event), Is.EqualTo(new[] { "fail" }));
        Assert.That(verify.Findings.Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.UnfinishedMigration }));
    }

    [Test]
    public async Task Validators_and_names_of_collections_are_put_back()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.CreateCollectionAsync("people");
        await fixture.Database.CreateCollectionAsync("towns");
        var before = await fixture.Database.ReadCollectionNamesAsync();

        Assert.That(async () => await fixture.MigrateAsync("breakschema"), Throws.InstanceOf<MigrationException>().With.Message.Contains("Not today."));

        Assert.That(await fixture.Database.ReadCollectionNamesAsync(), Is.EquivalentTo(before.Append("_migrations.applied").Append("_migrations.environments").Append("_migrations.lock").Distinct()));
        await fixture.Database.GetCollection("people").InsertOneAsync(new BsonDocument { { "_id", "without age" } });
    }

    // What is gone stays gone: nobody says that data are as they were, and the record is ready for a process that dies in between.
    [Test]
    public async Task What_cannot_be_undone_is_said_and_recorded()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await PrepareAsync(fixture);
        foreach (var name in new[] { "towns", "lakes", "rivers" })
        {
            await fixture.Database.GetCollection(name).InsertOneAsync(new BsonDocument("_id", name));
        }

        Assert.That(
            async () => await fixture.MigrateAsync("breakdrop"),
            Throws.InstanceOf<MigrationException>().With.Message.Contains("Not today.").And.Message.Contains("the collection 'towns' was dropped").And.Message.Contains("the collection 'rivers' was replaced by 'lakes' and is gone"));
        var record = (await fixture.ReadAsync("_migrations.applied")).Single();
        var lakes = await fixture.ReadAsync("lakes");
        var verified = await fixture.NewEngine().VerifyAsync("breakdrop", CancellationToken.None);
        await fixture.Database.GetCollection("rivers").InsertOneAsync(new BsonDocument("_id", "new"));
        await fixture.Database.GetCollection("people").DeleteManyAsync("{}");
        await fixture.MigrateAsync("breakdrop");

        Assert.That(record["partial"].AsBoolean, Is.True);
        Assert.That(record["lost"].AsBsonArray, Has.Count.EqualTo(2));
        Assert.That(lakes, Has.Count.EqualTo(1));
        Assert.That(verified.Findings.Single().Text, Does.Contain("partly migrated"));
        Assert.That((await fixture.ReadAsync("rivers")).Single()["_id"], Is.EqualTo((BsonValue)"lakes"));
        Assert.That((await fixture.ReadAsync("_migrations.applied")).Single()["lost"].IsBsonNull, Is.True);
    }

    private static async Task PrepareAsync(EngineFixture fixture)
    {
        var people = fixture.Database.GetCollection("people");
        await people.InsertManyAsync(Enumerable.Range(1, 10).Select(i => new BsonDocument { { "_id", i }, { "name", $"p{i}" }, { "age", 20 + i }, { "city", "x" } }));
        await people.CreateIndexAsync("""{ "name": 1 }""", isUnique: true);
        await people.CreateIndexAsync("""{ "city": 1 }""", name: "city_old");
    }

    private static async Task<List<string>> IndexesAsync(EngineFixture fixture) =>
        [.. (await fixture.Database.GetCollection("people").ReadIndexesAsync()).Select(i => i.ToJson()).Order(StringComparer.Ordinal)];
}
