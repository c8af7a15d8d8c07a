using MongoDB.Bson;
using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Engine;

public sealed class DryRunTests
{
    [Test]
    public async Task A_dry_run_takes_each_step_on_the_data_of_the_step_before_and_leaves_nothing()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertManyAsync([new() { { "_id", 1 } }, new() { { "_id", 2 } }]);
        var before = await SnapshotAsync(fixture);

        var report = await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "changing" }, CancellationToken.None);

        Assert.That(report.Steps.SelectMany(s => s.Actions).Select(a => (a.Collection, a.Description)), Is.EqualTo(new (string?, string)[]
        {
            ("people", "Would run createIndexes"), ("people", "Set the age of 2 people"), ("people", "Raise the age of 2 people"),
        }));
        Assert.That(await SnapshotAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task Documents_are_tried_one_by_one_and_only_the_first_of_many()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 30).Select(i => new BsonDocument { { "_id", i }, { "count", 1 } }));
        var before = await SnapshotAsync(fixture);

        var all = await fixture.NewEngine(batchSize: 10).DryRunAsync(new PlanRequest { Tree = "raw" }, CancellationToken.None);
        var some = await fixture.NewEngine(batchSize: 10, dryRunDocuments: 20).DryRunAsync(new PlanRequest { Tree = "typed" }, CancellationToken.None);

        Assert.That(all.Steps.Select(s => (s.Documents, s.Total, s.Counts.Modified)), Is.EqualTo(new[] { (30L, 30L, 30L) }));
        Assert.That(some.Steps.Select(s => (s.Documents, s.Total, s.Counts.Modified)), Is.EqualTo(new[] { (20L, 30L, 20L) }));
        Assert.That(await SnapshotAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task A_dry_run_fails_with_what_the_run_would_fail_with()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertOneAsync(new() { { "_id", 1 } });

        Assert.That(() => fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "breakcheck" }, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PostConditionFailed));
        Assert.That((await fixture.ReadAsync("people")).Single().Contains("checked"), Is.False);
    }

    [Test]
    public async Task The_way_back_is_tried_too()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.RunAsync(new PlanRequest { Tree = "chain" });

        var report = await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "chain", Direction = MigrationDirection.Down, Distance = 2 }, CancellationToken.None);

        Assert.That(report.Steps.Select(s => s.Counts.Deleted), Is.EqualTo(new[] { 1, 1 }));
        Assert.That(await fixture.ReadAsync("chain"), Has.Count.EqualTo(3));
    }

    // Everything there is: data, state and indexes.
    private static async Task<List<string>> SnapshotAsync(EngineFixture fixture)
    {
        var text = new List<string>();
        foreach (var collection in (await fixture.Database.ReadCollectionNamesAsync()).Order(StringComparer.Ordinal))
        {
            text.AddRange((await fixture.ReadAsync(collection)).Select(d => $"{collection} {d.ToExactText()}"));
            text.AddRange((await fixture.Database.GetCollection(collection).ReadIndexesAsync()).Select(i => $"{collection} {i.ToJson()}"));
        }

        return text;
    }
}
