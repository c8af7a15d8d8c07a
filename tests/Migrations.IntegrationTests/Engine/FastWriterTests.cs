using System.Diagnostics;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// Applications that write faster than a transaction over many documents can end.
public sealed class FastWriterTests
{
    private const int Documents = 12_000;
    private const int Writers = 6;

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
        Assert.That(fixture.Observer.Progress, Has.Count.GreaterThan(1), "It was not split, so nothing is shown.");
        Assert.That(found.Select(d => d["count"].ToInt32()), Is.EqualTo(Enumerable.Range(1, Documents)));
        Assert.That(found.Sum(d => d["hits"].ToInt32()), Is.EqualTo(writes));
    }

    // The field that the migration changes, so that guards fail and documents are neither what they were nor what they became.
    [Test]
    public async Task Without_transactions_it_is_known_of_each_document_whether_it_is_migrated([Values("raw", "unmarkedStages")] string tree, [Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "hits", 0 }, { "count", i } }));
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(seed => WriteAsync(fixture.Database, seed, stop.Token, """{ "$inc": { "hits": 1, "count": 10000 } }""")).ToList();

        try
        {
            await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never, Workers = workers, BatchSize = 500 }).RunAsync(new PlanRequest { Tree = tree, Distance = 1 }, fixture.Observer, CancellationToken.None);
        }
        finally
        {
            await stop.CancelAsync();
        }

        var writes = (await Task.WhenAll(writers)).Sum();
        var found = await fixture.ReadAsync("counters");
        await TestContext.Out.WriteLineAsync($"{writes} writes");
        Assert.That(found.Select(d => d["count"].ToInt32() - (10_000 * d["hits"].ToInt32())), Is.EqualTo(Enumerable.Range(1, Documents)));
        Assert.That(found.Sum(d => d["hits"].ToInt32()), Is.EqualTo(writes));
    }

    [Test]
    public async Task What_the_application_deletes_while_it_is_moved_stays_deleted([Values(TransactionMode.Never, TransactionMode.Require)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("people").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "first", $"f{i}" }, { "last", $"l{i}" } }));
        var deleted = new List<int>();
        var run = fixture.EngineWith(new RunSettings { Transaction = transaction, Workers = 1, BatchSize = 500 }).RunAsync(new PlanRequest { Tree = "move", Distance = 1 }, fixture.Observer, CancellationToken.None);
        for (var id = Documents - 1; !run.IsCompleted && id > 0; id--)
        {
            // In the middle of what is being moved, too.
            var number = (id * 7919) % Documents;
            if ((await fixture.Database.GetCollection("people").DeleteOneAsync(new BsonDocument("_id", number))).DeletedCount == 1)
            {
                deleted.Add(number);
            }
        }

        await run;

        var moved = (await fixture.ReadAsync("persons")).Select(p => p["number"].ToInt32()).ToList();
        await TestContext.Out.WriteLineAsync($"{deleted.Count} deleted");
        Assert.That(deleted, Is.Not.Empty);
        Assert.That(moved.Intersect(deleted), Is.Empty);
        Assert.That(moved.Concat(deleted).Order(), Is.EqualTo(Enumerable.Range(0, Documents)));
    }

    private static async Task<int> WriteAsync(IMongoDatabase database, int seed, CancellationToken stop, string update = """{ "$inc": { "hits": 1 } }""")
    {
        var random = new Random(seed);
        var writes = 0;
        while (!stop.IsCancellationRequested)
        {
            var result = await database.GetCollection("counters").UpdateOneAsync($$"""{ "_id": {{random.Next(Documents)}} }""", update, cancellationToken: CancellationToken.None);
            writes += (int)result.ModifiedCount;
        }

        return writes;
    }
}
