using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Undo;
using Migrations.TestPlugin;

namespace Migrations.IntegrationTests.Engine;

public sealed class UndoTests
{
    // The documents that somebody else writes to; those behind them are left alone.
    private const int Written = 270;

    [Test]
    public async Task Documents_come_back_byte_for_byte(
        [Values("imaged", "imagedRaw", "imagedTypes", "imagedOnce")] string tree,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 600);
        var before = await ReadRawAsync(fixture);

        await fixture.NewEngine(transaction, 50, workers: workers).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);
        var migrated = await ReadRawAsync(fixture);
        var images = await fixture.ReadAsync("_migrations.images");
        await fixture.RollBackAsync(tree, transaction);
        var after = await ReadRawAsync(fixture);

        Assert.That(migrated.Zip(before).Count(p => p.First != p.Second), Is.GreaterThan(190));
        Assert.That(images, Has.Count.GreaterThan(5));
        Assert.That(after.Select(d => d), Is.EqualTo(before.Select(d => d)));
        Assert.That(after.Zip(before).Count(p => p.First != p.Second), Is.Zero);
        Assert.That(await fixture.ReadAsync("_migrations.images"), Is.Empty);
        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);
        Assert.That(status.Trees.Single(t => t.Name == tree), Has.Property("Head").Null);
        Assert.That((await fixture.NewEngine().GetJournalAsync(tree, 1, CancellationToken.None)).Single(), Has.Property("Event").EqualTo("rollback").And.Property("Actions").Exactly(1).Items);
    }

    [Test]
    public async Task The_plan_knows_the_way_back_without_running_anything()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 3);
        await fixture.MigrateAsync("imaged");
        await fixture.MigrateAsync("imagedDown");

        var fromImages = await fixture.NewEngine().PlanAsync(Back("imaged"), CancellationToken.None);
        var byDown = await fixture.NewEngine().PlanAsync(Back("imagedDown"), CancellationToken.None);
        await fixture.RollBackAsync("imagedDown");

        Assert.That(fromImages.Plan.Steps.Single().IsFromImages, Is.True);
        Assert.That(byDown.Plan.Steps.Single().IsFromImages, Is.False);
        Assert.That((await fixture.ReadAsync("parts")).Select(d => d.Contains("by")), Has.All.True);
        Assert.That((await fixture.ReadAsync("_migrations.images")).Select(i => i["_id"].AsBsonDocument["tree"].AsString), Has.All.EqualTo("imaged").And.Not.Empty);
    }

    [Test]
    public async Task A_document_that_was_changed_since_stops_the_run_before_its_batch([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 60);
        var before = await ReadRawAsync(fixture);
        await fixture.MigrateAsync("imaged", transaction, batchSize: 20);
        var migrated = await ReadRawAsync(fixture);
        await fixture.Database.GetCollection("parts").UpdateOneAsync("""{ "_id": 25 }""", """{ "$set": { "cost": 7 } }""");

        Assert.That(
            async () => await fixture.RollBackAsync("imaged", transaction),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DocumentChangedSince).And.Message.Contains("""{ "_id" : 25 }"""));
        var stopped = await ReadRawAsync(fixture);
        await fixture.Database.GetCollection("parts").UpdateOneAsync("""{ "_id": 25 }""", new BsonDocument("$set", new BsonDocument("cost", migrated[25].ToBsonDocument()["cost"])));
        await fixture.RollBackAsync("imaged", transaction);

        Assert.That(stopped[40..], Is.EqualTo(before[40..]));
        Assert.That(stopped[..25].Concat(stopped[26..40]), Is.EqualTo(migrated[..25].Concat(migrated[26..40])));
        Assert.That(await ReadRawAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task Forced_changed_documents_stay_and_deleted_ones_stay_away([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 60);
        var before = await ReadRawAsync(fixture);
        await fixture.MigrateAsync("imaged", transaction, batchSize: 20);
        await fixture.Database.GetCollection("parts").UpdateOneAsync("""{ "_id": 25 }""", """{ "$set": { "cost": 7 } }""");
        await fixture.Database.GetCollection("parts").DeleteOneAsync("""{ "_id": 31 }""");

        var result = await fixture.NewEngine(transaction).RunAsync(Back("imaged") with { IsForced = true }, fixture.Observer, CancellationToken.None);
        var after = await ReadRawAsync(fixture);
        var entry = (await fixture.NewEngine().GetJournalAsync("imaged", 1, CancellationToken.None)).Single();

        Assert.That(after, Has.Count.EqualTo(59));
        Assert.That(after.Where(d => d["_id"].ToInt32() != 25), Is.EqualTo(before.Where(d => d["_id"].ToInt32() is not (25 or 31))));
        Assert.That(after[25].ToBsonDocument()["cost"], Is.EqualTo((BsonValue)7));
        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(58));
        Assert.That(entry.Actions, Has.Some.Contains("""1 document(s) that were changed since: { "_id" : 25 }""").And.Some.Contains("""1 document(s) that were deleted since: { "_id" : 31 }"""));
    }

    [Test]
    public async Task An_interrupted_rollback_continues_where_it_stopped([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 200);
        var before = await ReadRawAsync(fixture);
        await fixture.MigrateAsync("imaged", transaction, batchSize: 20);
        await StopAfterAsync(fixture, 100, token => fixture.NewEngine(transaction).RunAsync(Back("imaged"), fixture.Observer, token));
        var half = (await ReadRawAsync(fixture)).Count(before.Contains);

        var result = await fixture.NewEngine(transaction).RunAsync(Back("imaged"), fixture.Observer, CancellationToken.None);

        Assert.That(half, Is.EqualTo(100));
        Assert.That(fixture.Observer.Progress[0].ResumedFrom, Is.EqualTo(100));
        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(200));
        Assert.That(await ReadRawAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task Without_transactions_a_batch_that_is_back_already_is_not_counted_twice()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 40);
        var before = await ReadRawAsync(fixture);
        await fixture.MigrateAsync("imaged", TransactionMode.Never, batchSize: 20);
        var newest = (await fixture.ReadAsync("_migrations.images"))[^1];
        await StopAfterAsync(fixture, 20, token => fixture.NewEngine(TransactionMode.Never).RunAsync(Back("imaged"), fixture.Observer, token));
        // As a crash between the checkpoint and the deletion leaves it.
        await fixture.Database.GetCollection("_migrations.images").InsertOneAsync(newest);

        var result = await fixture.NewEngine(TransactionMode.Never).RunAsync(Back("imaged"), fixture.Observer, CancellationToken.None);

        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(40));
        Assert.That(await ReadRawAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task A_run_that_was_finished_later_is_undone_as_a_whole([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 1000);
        var before = await ReadRawAsync(fixture);
        await StopAfterAsync(fixture, 400, token => fixture.NewEngine(transaction, 50, workers: 4).RunAsync(new PlanRequest { Tree = "imaged" }, fixture.Observer, token));

        await fixture.NewEngine(transaction, 30, workers: 2).RunAsync(new PlanRequest { Tree = "imaged" }, fixture.Observer, CancellationToken.None);
        var migrated = await ReadRawAsync(fixture);
        await fixture.RollBackAsync("imaged", transaction);

        Assert.That(migrated.Count(before.Contains), Is.Zero);
        Assert.That(await ReadRawAsync(fixture), Is.EqualTo(before));
    }

    [Test]
    public async Task Without_transactions_a_document_that_was_migrated_again_is_restored_to_its_newest_state()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 300);
        using var stop = new CancellationTokenSource();
        var writes = WriteUntilAsync(fixture, stop.Token);
        await fixture.MigrateAsync("imaged", TransactionMode.Never, batchSize: 25);
        await stop.CancelAsync();
        var written = await writes;

        await fixture.NewEngine(TransactionMode.Never).RunAsync(Back("imaged") with { IsForced = true }, fixture.Observer, CancellationToken.None);
        var documents = await fixture.ReadAsync("parts");

        // Nobody's write is lost, whether it came before the migration, within it or after it.
        Assert.That(documents.Sum(d => d.TryGetValue("hits", out var hits) ? hits.AsInt32 : 0), Is.EqualTo(written));
        Assert.That(documents.Where(d => d["_id"].AsInt32 >= Written).Select(d => d.Contains("price")), Is.Not.Empty.And.All.True);
    }

    // A refused document has two images when it is migrated in the end: it comes back to what it was then.
    [Test]
    public async Task Documents_that_the_server_refused_at_first_are_restored_to_what_they_were_at_last([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var parts = fixture.Database.GetCollection("parts");
        await parts.InsertManyAsync(Enumerable.Range(0, 60).Select(i => new BsonDocument { { "_id", i }, { "price", i is 5 or 45 ? 7.2 : i + 0.25 } }));
        await fixture.Database.RunCommandAsync("""{ "createIndexes": "parts", "indexes": [{ "key": { "cost": 1 }, "name": "cost", "unique": true, "sparse": true }] }""");
        var engine = fixture.EngineWith(new RunSettings { OnDocumentError = OnDocumentError.Collect, BatchSize = 20, Workers = 1, Transaction = transaction });
        Assert.That(
            async () => await engine.RunAsync(new PlanRequest { Tree = "imaged" }, fixture.Observer, CancellationToken.None),
            Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DocumentsFailed));
        var migrated = (await fixture.ReadAsync("parts")).Count(d => d.Contains("cost"));
        await parts.UpdateManyAsync("""{ "price": 7.2 }""", DatabaseExtensions.PipelineOf([BsonDocument.Parse("""{ "$set": { "price": { "$add": ["$_id", 0.125] }, "put": "right" } }""")]));
        await parts.UpdateManyAsync("""{ "price": 7.25 }""", DatabaseExtensions.PipelineOf([BsonDocument.Parse("""{ "$set": { "price": 1007.5 } }""")]));
        var before = (await ReadRawAsync(fixture)).Where(d => d.Contains("price")).ToList();

        await fixture.MigrateAsync("imaged", transaction);
        await fixture.RollBackAsync("imaged", transaction);
        var after = await ReadRawAsync(fixture);

        Assert.That(migrated, Is.EqualTo(58));
        Assert.That(before, Has.Count.EqualTo(2));
        Assert.That(after.Where(d => before.Any(b => b["_id"] == d["_id"])), Is.EqualTo(before));
        Assert.That(after.Select(d => d.Contains("cost")), Has.All.False);
        Assert.That(await fixture.ReadAsync("_migrations.images"), Is.Empty);
    }

    [Test]
    public async Task Large_documents_come_back([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var random = new Random(7);
        foreach (var (id, size) in new[] { (1, 6), (2, 6), (3, 6), (4, 12) })
        {
            var noise = new byte[size * 1024 * 1024];
            random.NextBytes(noise);
            await fixture.Database.GetCollection("parts").InsertOneAsync(new BsonDocument { { "_id", id }, { "price", 1.5 }, { "noise", new BsonBinaryData(noise) } });
        }

        var before = await ReadRawAsync(fixture);
        await fixture.MigrateAsync("imaged", transaction);
        var images = await ReadRawAsync(fixture, "_migrations.images");
        await fixture.RollBackAsync("imaged", transaction);

        Assert.That(images, Has.Count.GreaterThan(3).And.All.Property("Length").LessThan(9 * 1024 * 1024));
        Assert.That((await ReadRawAsync(fixture)).Zip(before).All(p => p.First == p.Second), Is.True);
    }

    [Test]
    public async Task Pruned_migrations_are_irreversible()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 50);
        await fixture.MigrateAsync("imaged", batchSize: 20);
        await fixture.MigrateAsync("imagedTypes");

        var young = await fixture.NewEngine().PruneAsync(new PruneRequest { OlderThan = TimeSpan.FromDays(1) }, CancellationToken.None);
        var pruned = await fixture.NewEngine().PruneAsync(new PruneRequest { Tree = "imaged", OlderThan = TimeSpan.Zero }, CancellationToken.None);
        var entry = (await fixture.NewEngine().GetJournalAsync("imaged", 1, CancellationToken.None)).Single();

        Assert.That(young, Is.Empty);
        Assert.That(pruned.Single(), Has.Property("Documents").EqualTo(50).And.Property("Bytes").GreaterThan(100).And.Property("Tree").EqualTo("imaged"));
        Assert.That(entry, Has.Property("Event").EqualTo("prune").And.Property("Detail").Contains("50 document(s)"));
        Assert.That((await fixture.ReadAsync("_migrations.images")).Select(i => i["_id"].AsBsonDocument["tree"].AsString), Has.All.EqualTo("imagedTypes").And.Not.Empty);
        Assert.That(
            async () => await fixture.NewEngine().PlanAsync(Back("imaged"), CancellationToken.None),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.Irreversible).And.Message.Contains("pruned or never made"));
    }

    [Test]
    public async Task An_unfinished_migration_is_not_pruned()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 100);
        await StopAfterAsync(fixture, 40, token => fixture.NewEngine(batchSize: 20).RunAsync(new PlanRequest { Tree = "imaged" }, fixture.Observer, token));

        Assert.That(await fixture.NewEngine().PruneAsync(new PruneRequest(), CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task What_never_kept_images_is_irreversible([Values("stamped", "begun before the attribute")] string why)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 100);
        if (why == "stamped")
        {
            await fixture.StampAsync(new StampRequest { At = ["imaged@head"], IsForced = true });
        }
        else
        {
            var catalogue = CatalogueReader.Read(typeof(RoundPrices).Assembly);
            var earlier = new MigrationCatalogue(catalogue.Name, catalogue.Migrations.Select(m => m with { KeepsBeforeImages = false }), catalogue.Trees);
            await StopAfterAsync(fixture, 40, token => fixture.NewEngine(batchSize: 20, catalogue: earlier).RunAsync(new PlanRequest { Tree = "imaged" }, fixture.Observer, token));
            await fixture.MigrateAsync("imaged");
        }

        Assert.That(async () => await fixture.RollBackAsync("imaged"), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.Irreversible));
    }

    [Test]
    public async Task A_dry_run_restores_and_leaves_everything_as_it_was()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(fixture, 100);
        await fixture.MigrateAsync("imaged", batchSize: 20);
        var (migrated, images) = (await ReadRawAsync(fixture), await fixture.Database.ReadBytesAsync("_migrations.images"));

        var report = await fixture.NewEngine().DryRunAsync(Back("imaged"), CancellationToken.None);

        Assert.That(report.Steps.Single(), Has.Property("Documents").EqualTo(100).And.Property("Counts").Property("Modified").EqualTo(100));
        Assert.That(await ReadRawAsync(fixture), Is.EqualTo(migrated));
        Assert.That(await fixture.Database.ReadBytesAsync("_migrations.images"), Is.EqualTo(images));
    }

    private static PlanRequest Back(string tree) => new() { Tree = tree, Direction = MigrationDirection.Down, To = "base" };

    private static async Task StopAfterAsync(EngineFixture fixture, int documents, Func<CancellationToken, Task<RunResult>> run)
    {
        using var cancellation = new CancellationTokenSource();
        fixture.Observer.OnProgress = progress =>
        {
            if (progress.Documents >= documents)
            {
                cancellation.Cancel();
            }
        };
        Assert.That(async () => await run(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        fixture.Observer.OnProgress = null;
        fixture.Observer.Progress.Clear();
    }

    private static async Task<int> WriteUntilAsync(EngineFixture fixture, CancellationToken stop)
    {
        var written = 0;
        for (var i = 0; !stop.IsCancellationRequested; i = (i + 7) % Written)
        {
            await fixture.Database.GetCollection("parts").UpdateOneAsync($$"""{ "_id": {{i}} }""", """{ "$inc": { "hits": 1 } }""", cancellationToken: CancellationToken.None);
            written++;
        }

        return written;
    }

    // Number types, the order of fields, and what a replacement might take for something else.
    private static Task InsertAsync(EngineFixture fixture, int count) => fixture.Database.GetCollection("parts").InsertManyAsync(Enumerable.Range(0, count).Select(i =>
    {
        var note = new BsonDocument { { "z", 1 }, { "a", 1L }, { "m", new Decimal128(1.10m) }, { "nan", double.NaN } };
        return i % 2 == 0
            ? new BsonDocument { { "_id", i }, { "price", i + 0.25 }, { "_t", i % 3 == 0 ? "Wolf" : "Dog" }, { "count", i % 4 == 0 ? 1 : 1L }, { "note", note }, { "rest", new BsonArray([1, 2L, 3.0]) } }
            : new BsonDocument { { "_id", i }, { "note", "first" }, { "count", 2.0 }, { "rest", BsonNull.Value }, { "_t", "Wolf" }, { "price", i + 0.5 }, { "end", new BsonDocument("$odd", i) } };
    }));

    private static async Task<List<RawDocument>> ReadRawAsync(EngineFixture fixture, string collection = "parts")
    {
        var body = new BsonDocument { { "find", collection }, { "sort", new BsonDocument("_id", 1) }, { "batchSize", 2000 } };
        var documents = new List<RawDocument>();
        await using var cursor = await fixture.Channel.OpenCursorAsync(new Command(fixture.Database.Name, body.ToRaw()) { Kind = CommandKind.Read }, null, CancellationToken.None);
        while (await cursor.MoveNextAsync(CancellationToken.None))
        {
            documents.AddRange(cursor.CopyBatch().Select(d => d.ToRaw()));
        }

        return documents;
    }
}
