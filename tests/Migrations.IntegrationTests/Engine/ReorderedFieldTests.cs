using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// A document and what it becomes differ only in the order of fields.
public sealed class ReorderedFieldTests
{
    private const int Documents = 8;

    [Test]
    public async Task Wherever_it_dies_fields_are_reordered_once(
        [Values("reorderRaw", "reorderStages")] string tree,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode next)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var (isDead, request) = (true, new PlanRequest { Tree = tree, To = "20260101000001" });
        for (var point = 8; isDead; point++)
        {
            await fixture.Database.DropCollectionAsync("counters");
            await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "parts", new BsonDocument { { "a", i }, { "b", -i } } } }));
            var dying = new DyingChannel(fixture.Channel, point, tears: point % 2 == 0);
            try
            {
                await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, BatchSize = 4, Workers = 1 }, channel: dying).RunAsync(request, fixture.Observer, CancellationToken.None);
            }
            catch (MigrationException) when (dying.IsDead)
            {
            }

            isDead = dying.IsDead;
            await fixture.NewEngine().UnlockAsync(CancellationToken.None);

            await fixture.EngineWith(new RunSettings { Transaction = next, BatchSize = 3 }).RunAsync(request, fixture.Observer, CancellationToken.None);

            Assert.That((await fixture.ReadAsync("counters")).Select(d => string.Concat(d["parts"].AsBsonDocument.Names)), Has.All.EqualTo("ba"), $"died at {point}");
            await fixture.StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true });
        }
    }
}
