using System.Diagnostics;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Running;
using Migrations.Engine.Targets;

namespace Migrations.IntegrationTests.Engine;

// Applications that write faster than a transaction over many documents can end.
public sealed class FastWriterTests
{
    private const int Documents = 4_000;
    private const int Writers = 4;

    [Test]
    public async Task A_transaction_that_never_comes_through_is_made_smaller_until_it_does([Values("pipeline", "raw")] string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "hits", 0 }, { "count", i } }));
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(seed => WriteAsync(fixture.Database, seed, stop.Token)).ToList();
        var clock = Stopwatch.StartNew();

        try
        {
            await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Require, Workers = 1 }).RunAsync(new PlanRequest { Tree = tree, Distance = 1 }, fixture.Observer, CancellationToken.None);
        }
        finally
        {
            await stop.CancelAsync();
        }

        var writes = (await Task.WhenAll(writers)).Sum();
        var found = await fixture.ReadAsync("counters");
        await TestContext.Out.WriteLineAsync($"{writes} writes in {clock.Elapsed.TotalSeconds:0.0} s, {fixture.Observer.Progress.Count} parts");
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(100)), "before it is given up");
        Assert.That(fixture.Observer.Progress, Has.Count.GreaterThan(5), "It was not split, so nothing is shown.");
        Assert.That(found.Select(d => d["count"].ToInt32()), Is.EqualTo(Enumerable.Range(1, Documents)));
        Assert.That(found.Sum(d => d["hits"].ToInt32()), Is.EqualTo(writes));
    }

    private static async Task<int> WriteAsync(IMongoDatabase database, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        var writes = 0;
        while (!stop.IsCancellationRequested)
        {
            var result = await database.GetCollection("counters").UpdateOneAsync($$"""{ "_id": {{random.Next(Documents)}} }""", """{ "$inc": { "hits": 1 } }""", cancellationToken: CancellationToken.None);
            writes += (int)result.ModifiedCount;
        }

        return writes;
    }
}
