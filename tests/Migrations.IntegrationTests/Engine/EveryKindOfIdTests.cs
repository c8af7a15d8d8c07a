using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// Every kind of _id that a server takes, as the first, the last and the only one, beside every other.
public sealed class EveryKindOfIdTests
{
    private static readonly BsonValue[][] Kinds =
    [
        [BsonMinKey.Value],
        [BsonNull.Value],
        [double.NaN, double.NegativeInfinity, -1, 0.5, Decimal128.Parse("0.75"), 1L],
        ["", "A", "a"],
        [new BsonDocument(), new BsonDocument("a", 1)],
        [new BsonBinaryData([]), new BsonBinaryData([1])],
        [ObjectId.Parse("000000000000000000000001"), ObjectId.Parse("ffffffffffffffffffffffff")],
        [false, true],
        [new BsonDateTime(-1), new BsonDateTime(1)],
        [new BsonTimestamp(0, 1), new BsonTimestamp(1, 0)],
        [BsonMaxKey.Value],
    ];

    [Test]
    public async Task Each_document_is_migrated_once_whatever_its_id_is([Range(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        foreach (var (ids, number) in Collections().Select((ids, number) => (ids, number)))
        {
            await fixture.Database.GetCollection("counters").DeleteManyAsync("{}");
            await fixture.Database.GetCollection("counters").InsertManyAsync(ids.Select(id => new BsonDocument { { "_id", id }, { "count", 0 } }));
            var settings = new RunSettings { Workers = workers, BatchSize = 1 + (number % 2), Transaction = number % 4 < 2 ? TransactionMode.Never : TransactionMode.Auto };
            await fixture.EngineWith(settings).RunAsync(new PlanRequest { Tree = "raw" }, fixture.Observer, CancellationToken.None);

            var counts = (await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32);
            Assert.That(counts, Has.All.EqualTo(1).And.Exactly(ids.Count).Items, $"{workers} worker(s): {new BsonArray(ids).ToJson()}");
            await fixture.StampAsync(new StampRequest { At = ["raw@base"], IsForced = true });
        }
    }

    private static IEnumerable<List<BsonValue>> Collections()
    {
        yield return [.. Kinds.SelectMany(k => k)];
        foreach (var first in Kinds)
        {
            yield return [.. first];
            foreach (var second in Kinds.SkipWhile(k => k != first).Skip(1))
            {
                yield return [.. first, .. second];
            }
        }
    }
}
