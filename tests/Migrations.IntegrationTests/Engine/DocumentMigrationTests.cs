using MongoDB.Bson;
using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Engine;

public sealed class DocumentMigrationTests
{
    [Test]
    public async Task Every_document_is_migrated_once_and_back(
        [Values("typed", "raw", "pipeline")] string tree,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 250);

        var up = await fixture.MigrateAsync(tree, transaction, batchSize: 100);
        var after = await fixture.ReadAsync("counters");
        var down = await fixture.RollBackAsync(tree, transaction);
        var back = await fixture.ReadAsync("counters");

        Assert.That(up.Steps.Single().Counts.Modified, Is.EqualTo(250));
        Assert.That(up.Steps.Single().UsedTransaction, Is.EqualTo(transaction == TransactionMode.Require));
        Assert.That(after.Select(d => d["count"].AsInt32), Has.All.EqualTo(1));
        Assert.That(after.Select(d => d["other"].AsString), Has.All.EqualTo("kept"));
        Assert.That(down.Steps, Has.Count.EqualTo(1));
        Assert.That(back.Select(d => d["count"].AsInt32), Has.All.EqualTo(0));
    }

    [Test]
    public async Task Ids_of_all_types_are_met_once_each([Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        BsonValue[] ids =
        [
            BsonMinKey.Value, BsonNull.Value, double.NaN, double.NegativeInfinity, -1, 5L, 5.5, new Decimal128(6.1m), "a", "b", new BsonDocument("a", 1), new BsonDocument("b", 1),
            new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard), new byte[] { 1, 2 }, ObjectId.GenerateNewId(), ObjectId.GenerateNewId(), false, true, new BsonDateTime(-5), new BsonDateTime(5), new BsonTimestamp(1, 1), BsonMaxKey.Value,
        ];
        await fixture.Database.GetCollection("counters").InsertManyAsync(ids.Select(id => new BsonDocument { { "_id", id }, { "count", 0 } }));

        await fixture.NewEngine(batchSize: 3, workers: workers).RunAsync(new PlanRequest { Tree = "raw" }, fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1).And.Exactly(ids.Length).Items);
    }

    [Test]
    public async Task Several_workers_migrate_every_document_once([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 3000);

        var result = await fixture.NewEngine(transaction, batchSize: 50, workers: 4).RunAsync(new PlanRequest { Tree = "typed" }, fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1).And.Exactly(3000).Items);
        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(3000));
        Assert.That(fixture.Observer.Progress[^1], Has.Property("Documents").EqualTo(3000).And.Property("Ranges").GreaterThan(20));
        Assert.That(await fixture.ReadAsync("_migrations.ranges"), Is.Empty);
    }

    [TestCase(1, 4)]
    [TestCase(4, 1)]
    public async Task An_interrupted_run_continues_with_another_number_of_workers(int first, int second)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 2000);
        using var cancellation = new CancellationTokenSource();
        fixture.Observer.OnProgress = progress =>
        {
            if (progress.Documents >= 700)
            {
                cancellation.Cancel();
            }
        };

        Assert.That(
            async () => await fixture.NewEngine(batchSize: 50, workers: first).RunAsync(new PlanRequest { Tree = "typed" }, fixture.Observer, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        fixture.Observer.OnProgress = null;
        await fixture.NewEngine(batchSize: 50, workers: second).RunAsync(new PlanRequest { Tree = "typed" }, fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1).And.Exactly(2000).Items);
    }

    [Test]
    public async Task A_worker_that_fails_ends_the_others_after_their_batch()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 1000);
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 500 }""", """{ "$set": { "count": "many" } }""");

        Assert.That(
            async () => await fixture.NewEngine(batchSize: 20, workers: 4).RunAsync(new PlanRequest { Tree = "typed" }, fixture.Observer, CancellationToken.None),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DocumentFailed).And.Message.Contains("""{ "_id" : 500 }"""));
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 500 }""", """{ "$set": { "count": 0 } }""");
        await fixture.NewEngine(batchSize: 20, workers: 4).RunAsync(new PlanRequest { Tree = "typed" }, fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1).And.Exactly(1000).Items);
    }

    [Test]
    public async Task A_large_collection_is_updated_on_the_server_range_by_range([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 45_000);

        var dry = await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "pipeline" }, CancellationToken.None);
        var result = await fixture.NewEngine(transaction, workers: 3).RunAsync(new PlanRequest { Tree = "pipeline" }, fixture.Observer, CancellationToken.None);

        Assert.That(dry.Steps.Single().Counts.Modified, Is.EqualTo(45_000));
        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(45_000));
        Assert.That(fixture.Observer.Progress[^1].Ranges, Is.GreaterThanOrEqualTo(4));
        Assert.That(await fixture.Database.GetCollection("counters").CountDocumentsAsync("""{ "count": 1, "done": true }"""), Is.EqualTo(45_000));
    }

    [Test]
    public async Task A_cancelled_run_continues_where_it_stopped([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 200);
        using var cancellation = new CancellationTokenSource();
        fixture.Observer.OnProgress = progress =>
        {
            if (progress.Documents >= 60)
            {
                cancellation.Cancel();
            }
        };

        Assert.That(
            async () => await fixture.NewEngine(transaction, 20).RunAsync(new PlanRequest { Tree = "typed" }, fixture.Observer, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        fixture.Observer.OnProgress = null;
        fixture.Observer.Progress.Clear();
        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);
        await fixture.MigrateAsync("typed", transaction, batchSize: 20);

        Assert.That(status.Trees.Single(t => t.Name == "typed").Migrations.Single().Record!.Progress, Has.Property("Documents").EqualTo(60).And.Property("Modified").EqualTo(60).And.Property("Total").EqualTo(200).And.Property("Ranges").EqualTo(1));

        Assert.That(fixture.Observer.Progress[0].ResumedFrom, Is.EqualTo(60));
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1).And.Exactly(200).Items);
    }

    [Test]
    public async Task A_document_that_does_not_fit_is_named_and_its_batch_left_alone()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 30);
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 15 }""", """{ "$set": { "count": "many" } }""");

        Assert.That(
            async () => await fixture.MigrateAsync("typed", batchSize: 10),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DocumentFailed).And.Message.Contains("""{ "_id" : 15 }"""));
        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Count(d => d["count"] is BsonInt32 { Value: 1 }), Is.EqualTo(10));
        Assert.That(status.Trees.Single(t => t.Name == "typed").Migrations.Single().Record!.Error, Does.Contain("""{ "_id" : 15 }"""));
    }

    [TestCase("convergent", TransactionMode.Require)]
    [TestCase("convergent", TransactionMode.Never)]
    [TestCase("pipeline", TransactionMode.Require)]
    public async Task What_others_write_meanwhile_is_caught_up(string tree, TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 40);
        var late = 0;
        fixture.Observer.OnProgress = _ =>
        {
            // Behind what is migrated already, so that the first pass does not meet it.
            if (late++ == 0)
            {
                fixture.Database.GetCollection("counters").InsertOneAsync(new BsonDocument { { "_id", -1 }, { "count", 0 } }).GetAwaiter().GetResult();
            }
        };

        var result = await fixture.NewEngine(transaction, batchSize: 10).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1).And.Exactly(41).Items);
        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(41));
        Assert.That(fixture.Observer.Actions, Does.Contain("Catch up 1 document(s) that were written meanwhile"));
    }

    [Test]
    public async Task Another_writer_loses_nothing([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 300);
        using var stop = new CancellationTokenSource();
        var writes = WriteUntilAsync(fixture, stop.Token);

        await fixture.MigrateAsync("raw", transaction, batchSize: 25);
        await stop.CancelAsync();
        var added = await writes;

        var documents = await fixture.ReadAsync("counters");
        Assert.That(documents.Select(d => d["count"].AsInt32), Has.All.EqualTo(1));
        Assert.That(documents.Sum(d => d.TryGetValue("hits", out var hits) ? hits.AsInt32 : 0), Is.EqualTo(added));
    }

    [Test]
    public async Task Without_transactions_a_document_that_nobody_can_judge_stops_the_run()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 3);
        // As a crash leaves it: a batch was announced, and document 1 is neither what it was nor what it would be.
        await fixture.Database.GetCollection("_migrations.applied").InsertOneAsync(BsonDocument.Parse("""
            { "_id": { "tree": "raw", "id": "20260101000001" }, "status": "failed", "direction": "up", "partial": true, "token": { "$numberLong": "0" }, "checksum": "",
              "checkpoint": { "ranges": 1, "first": 0, "next": 1, "total": 3, "images": false, "direction": "up" } }
            """));
        await fixture.Database.GetCollection("_migrations.ranges").InsertOneAsync(BsonDocument.Parse("""
            { "_id": { "tree": "raw", "id": "20260101000001", "range": 0 }, "token": { "$numberLong": "0" }, "bounds": { "first": 0, "last": 16 }, "documents": 0, "modified": 0, "batches": { "$numberLong": "0" }, "done": false,
              "pending": { "lastId": 2, "documents": 3, "changes": [{ "id": 1, "before": { "$numberLong": "1" }, "after": { "$numberLong": "2" } }] } }
            """));

        Assert.That(
            async () => await fixture.MigrateAsync("raw", TransactionMode.Never),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DocumentChangedMeanwhile).And.Message.Contains("""{ "_id" : 1 }"""));

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(0));
    }

    private static async Task<int> WriteUntilAsync(EngineFixture fixture, CancellationToken stop)
    {
        var counters = fixture.Database.GetCollection("counters");
        var added = 0;
        for (var i = 0; !stop.IsCancellationRequested; i = (i + 7) % 300)
        {
            await counters.UpdateOneAsync($$"""{ "_id": {{i}} }""", """{ "$inc": { "hits": 1 } }""", cancellationToken: CancellationToken.None);
            added++;
        }

        return added;
    }

    private static Task InsertAsync(EngineFixture fixture, int count) =>
        fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", i }, { "count", 0 }, { "other", "kept" } }));
}
