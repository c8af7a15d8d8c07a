using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;

namespace Migrations.IntegrationTests.Engine;

public sealed class RehearsalTests
{
    [TestCase("raw")]
    [TestCase("pipeline")]
    public async Task A_way_back_that_leads_to_where_it_started_is_exact_and_nothing_remains(string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertCountersAsync(fixture, 30);
        var before = await SnapshotAsync(fixture);

        var step = (await RehearseAsync(fixture, tree)).Steps.Single();

        Assert.That((step.Outcome, step.Documents, step.DifferentDocuments), Is.EqualTo((RehearsalOutcome.Exact, 30L, 0L)));
        Assert.That(await SnapshotAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task Named_steps_are_rehearsed_as_the_server_takes_them()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("notes").InsertManyAsync(Enumerable.Range(0, 25).Select(i => new BsonDocument { { "_id", i }, { "name", $"note {i}" }, { "year", "2001" }, { "authors", new BsonArray([new BsonDocument("name", "Ann Lee")]) } }));

        var step = (await RehearseAsync(fixture, "fields")).Steps.Single();

        Assert.That((step.Outcome, step.Documents), Is.EqualTo((RehearsalOutcome.Exact, 25L)), string.Join("; ", step.Differences.Select(d => d.Text)));
    }

    [Test]
    public async Task A_document_that_does_not_come_back_is_named_with_what_is_different()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertPartsAsync(fixture, 25);

        var report = await RehearseAsync(fixture, "imagedDown");

        Assert.That(report.HasDifferences);
        Assert.That(report.Steps.Single(), Has.Property("Documents").EqualTo(25).And.Property("DifferentDocuments").EqualTo(25).And.Property("Differences").Exactly(10).Items);
        Assert.That(report.Steps.Single().Differences[0], Is.EqualTo(new RehearsalDifference { Collection = "parts", Id = 0, Path = "count", Before = "1", After = "NumberLong(1)", Text = "'count' was 1, and is NumberLong(1); 1 more field is different" }));
    }

    [Test]
    public async Task An_applied_migration_is_compared_with_the_images_that_it_kept()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertPartsAsync(fixture, 25);
        await fixture.MigrateAsync("imagedDown", batchSize: 10);
        await fixture.Database.GetCollection("parts").UpdateOneAsync("""{ "_id": 7 }""", """{ "$set": { "changed": "since" } }""");
        var before = await SnapshotAsync(fixture, "parts", "_migrations.images");

        var step = (await RehearseAsync(fixture, "imagedDown", MigrationDirection.Down)).Steps.Single();

        Assert.That((step.Outcome, step.Documents, step.DifferentDocuments), Is.EqualTo((RehearsalOutcome.Different, 24L, 24L)));
        Assert.That(step.Differences.Select(d => d.Text), Has.All.EqualTo("'count' was 1, and is NumberLong(1); 1 more field is different"));
        Assert.That(await SnapshotAsync(fixture, "parts", "_migrations.images"), Is.EqualTo(before));
    }

    [Test]
    public async Task What_keeps_no_images_or_goes_back_by_them_is_not_compared()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertCountersAsync(fixture, 3);
        await InsertPartsAsync(fixture, 3);
        var irreversible = (await RehearseAsync(fixture, "convergent")).Steps.Single();
        var pending = (await RehearseAsync(fixture, "imaged")).Steps.Single();
        await fixture.MigrateAsync("imaged");
        await fixture.MigrateAsync("raw");

        var images = (await RehearseAsync(fixture, "imaged", MigrationDirection.Down)).Steps.Single();
        var none = (await RehearseAsync(fixture, "raw", MigrationDirection.Down)).Steps.Single();

        Assert.That(new[] { irreversible, pending, images, none }.Select(s => s.Outcome), Has.All.EqualTo(RehearsalOutcome.NotCompared));
        Assert.That((irreversible.Reason, pending.Reason, images.Reason, none.Reason), Is.EqualTo((
            "it is irreversible", "it has no way back of its own: it is rolled back from its images", "it is rolled back from its images, which are what was", "it kept no images, so nothing tells what was")));
    }

    [Test]
    public async Task Free_form_steps_are_compared_by_the_collections_that_they_write()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertManyAsync([BsonDocument.Parse("""{ "_id": 1, "name": "Ann", "age": 44 }"""), BsonDocument.Parse("""{ "_id": 2, "name": "Bob" }""")]);
        var before = await SnapshotAsync(fixture, "people", "chain");

        var lossy = await RehearseAsync(fixture, "lossy");
        var chain = await RehearseAsync(fixture, "chain");

        Assert.That(lossy.Steps.Select(s => (s.Outcome, s.Reason)), Is.EqualTo(new[] { (RehearsalOutcome.Different, ""), (RehearsalOutcome.NotCompared, "a way back before it does not lead to where it started") }));
        Assert.That(lossy.Steps[0].Differences.Select(d => (d.Id, d.Text)), Is.EqualTo(new (BsonValue, string)[] { (1, "'age' was 44, and is not there"), ("left over", "was not there before") }));
        Assert.That(chain.Steps.Select(s => (s.Outcome, s.Documents)), Is.EqualTo(new[] { (RehearsalOutcome.Exact, 0L), (RehearsalOutcome.Exact, 1L), (RehearsalOutcome.Exact, 2L) }));
        Assert.That(await SnapshotAsync(fixture, "people", "chain"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_collection_that_is_too_large_to_be_held_is_not_compared()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("chain").InsertManyAsync(Enumerable.Range(100, 30).Select(i => new BsonDocument("_id", i)));

        var report = await fixture.NewEngine(batchSize: 10, dryRunDocuments: 20).RehearseAsync(new PlanRequest { Tree = "chain" }, CancellationToken.None);

        Assert.That(report.Steps.Select(s => s.Reason), Has.All.EqualTo("chain is too large to be held: more than 20 documents or 64 MB"));
    }

    [Test]
    public async Task A_rehearsal_fails_with_what_the_run_would_fail_with()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertOneAsync(new() { { "_id", 1 } });

        Assert.That(() => RehearseAsync(fixture, "breakcheck"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PostConditionFailed));
    }

    private static Task<RehearsalReport> RehearseAsync(EngineFixture fixture, string tree, MigrationDirection direction = MigrationDirection.Up) =>
        fixture.NewEngine(batchSize: 10).RehearseAsync(new PlanRequest { Tree = tree, Direction = direction, To = direction == MigrationDirection.Down ? "base" : null }, CancellationToken.None);

    private static Task InsertCountersAsync(EngineFixture fixture, int count) =>
        fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", i }, { "count", i } }));

    private static Task InsertPartsAsync(EngineFixture fixture, int count) =>
        fixture.Database.GetCollection("parts").InsertManyAsync(Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", i }, { "count", 1 }, { "price", i + 0.25 } }));

    private static async Task<string> SnapshotAsync(EngineFixture fixture, params string[] collections)
    {
        var lines = new List<string>();
        foreach (var collection in collections.DefaultIfEmpty("counters"))
        {
            lines.AddRange((await fixture.ReadAsync(collection)).Select(d => Convert.ToHexString(d.ToRaw().Bytes.Span)).Order(StringComparer.Ordinal));
        }

        return string.Join('\n', lines);
    }
}
