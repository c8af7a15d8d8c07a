using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// Filters that leave out no document that is migrated, and updates that change it again.
public sealed class SelectedDocumentTests
{
    private const int Documents = 12;

    [Test]
    public async Task What_the_filter_still_matches_is_not_migrated_twice(
        [Values("selectedStages", "selectedOperators", "selectedText", "selectedList", "selectedField", "selectedRaw")] string tree,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);

        await fixture.EngineWith(new RunSettings { Transaction = mode, BatchSize = 4, Workers = 2 }).RunAsync(Up(tree), fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].ToInt32() - d["_id"].AsInt32), Has.All.EqualTo(1));
        Assert.That(fixture.Observer.Actions, Has.One.Contains("migrated twice"));
    }

    // Of the last batch.
    [Test]
    public async Task One_document_that_would_change_again_is_enough([Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", i == Documents - 1 ? 0 : 1 } }));

        await fixture.EngineWith(new RunSettings { Transaction = mode, BatchSize = 4 }).RunAsync(Up("selectedFew"), fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Is.EqualTo(Enumerable.Repeat(2, Documents - 1).Append(1)));
    }

    [Test]
    public async Task Wherever_it_dies_each_document_is_migrated_once(
        [Values("selectedStages", "selectedOperators", "selectedField", "selectedRaw")] string tree,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode first,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode next,
        [Values] MigrationDirection direction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var isDead = true;
        for (var point = 8; isDead; point += 3)
        {
            await FillAsync(fixture);
            var dying = new DyingChannel(fixture.Channel, point, tears: point % 2 == 0);
            await DieAsync(fixture, tree, first, dying);
            isDead = dying.IsDead;

            await fixture.EngineWith(new RunSettings { Transaction = next, BatchSize = 3 }).RunAsync(direction == MigrationDirection.Up ? Up(tree) : Back(tree), fixture.Observer, CancellationToken.None);

            Assert.That(
                (await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32 - d["_id"].AsInt32),
                Has.All.EqualTo(direction == MigrationDirection.Up ? 1 : 0),
                $"died at {point}");
            await fixture.StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true });
        }
    }

    private static PlanRequest Up(string tree) => new() { Tree = tree, To = "20260101000001" };

    private static PlanRequest Back(string tree) => new() { Tree = tree, To = "base", Direction = MigrationDirection.Down };

    private static async Task FillAsync(EngineFixture fixture)
    {
        await fixture.Database.GetCollection("counters").DeleteManyAsync("{}");
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", i } }));
    }

    private static async Task DieAsync(EngineFixture fixture, string tree, TransactionMode mode, DyingChannel channel)
    {
        try
        {
            await fixture.EngineWith(new RunSettings { Transaction = mode, BatchSize = 4, Workers = 1 }, channel: channel).RunAsync(Up(tree), fixture.Observer, CancellationToken.None);
        }
        catch (MigrationException) when (channel.IsDead)
        {
        }

        await fixture.NewEngine().UnlockAsync(CancellationToken.None);
    }
}
