using MongoDB.Bson;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.IntegrationTests.Engine;

public sealed class DocumentErrorTests
{
    private static readonly RunSettings Collecting = new() { OnDocumentError = OnDocumentError.Collect, BatchSize = 20, Workers = 1 };

    [Test]
    public async Task What_a_property_of_the_migration_throws_is_its_failure_and_not_the_tools()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var request = new PlanRequest { Tree = "nameless" };
        NUnit.Framework.Constraints.Constraint IsFailure() => Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.MigrationFailed).And.Property("File").EndsWith("Throwing.cs").And.Message.Contains("Name the collection.");

        Assert.That(() => fixture.NewEngine().DryRunAsync(request, CancellationToken.None), IsFailure());
        Assert.That(() => fixture.NewEngine().RehearseAsync(request, CancellationToken.None), IsFailure());
        Assert.That(() => fixture.RunAsync(request), IsFailure());
        Assert.That((await fixture.ReadAsync("_migrations.applied")).Single()["status"].AsString, Is.EqualTo("failed"));
        Assert.That((await fixture.NewEngine().VerifyAsync("nameless", CancellationToken.None)).Findings.Single(f => f.Code == MigrationErrorCode.UnfinishedMigration).Text, Does.StartWith("Migration nameless@20260101000001 'Ask for a name' failed outside its body:").And.Not.Contain("failed: Migration"));
    }

    [Test]
    public async Task Documents_that_do_not_fit_are_listed_and_all_others_migrated(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertStocksAsync(fixture, 400, 7, 8, 150, 399);
        var settings = Collecting with { Transaction = transaction, Workers = workers };

        var failure = await FailAsync(fixture, "stock", settings);
        var status = await fixture.NewEngine().GetStatusAsync(CancellationToken.None);

        var tree = status.Trees.Single(t => t.Name == "stock");
        var errors = await fixture.ReadAsync("_migrations.errors");
        Assert.That(failure, Has.Property("Code").EqualTo(MigrationErrorCode.DocumentsFailed).And.Property("FailedDocuments").EqualTo(4));
        Assert.That(failure.Message, Does.Contain("""{ "_id" : 150 }""").And.Contain("_migrations.errors"));
        Assert.That(await CountsAsync(fixture), Has.Exactly(396).EqualTo(1).And.Exactly(4).EqualTo("many"));
        Assert.That(errors.Select(e => IdOf(e)), Is.EqualTo(new[] { 7, 8, 150, 399 }));
        Assert.That(errors.Select(e => e["path"].AsString), Has.All.EqualTo("place.count"));
        Assert.That(fixture.Observer.Progress[^1].Failed, Is.EqualTo(4));
        Assert.That(tree.Head, Is.Null, "the head stays");
        Assert.That(tree.Migrations[0].Record, Has.Property("Status").EqualTo(AppliedStatus.Failed).And.Property("IsPartial").True.And.Property("FailedDocuments").EqualTo(4));
        Assert.That(await fixture.ReadAsync("after"), Is.Empty, "later migrations do not run");
    }

    [Test]
    public async Task Running_again_migrates_what_is_left_and_what_is_new_and_nothing_twice(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertStocksAsync(fixture, 300, 7, 8, 150, 299);
        var settings = Collecting with { Transaction = transaction, Workers = workers };

        await FailAsync(fixture, "stock", settings);
        await CorrectAsync(fixture, 7);
        await fixture.Database.GetCollection("stocks").DeleteOneAsync("""{ "_id": 8 }""");
        await InsertAsync(fixture, 300, 350);
        var second = await FailAsync(fixture, "stock", settings);
        var left = await fixture.ReadAsync("_migrations.errors");
        await CorrectAsync(fixture, 150);
        await CorrectAsync(fixture, 299);
        var third = await RunAsync(fixture, "stock", settings);

        Assert.That(second, Has.Property("FailedDocuments").EqualTo(2));
        Assert.That(left.Select(e => IdOf(e)), Is.EqualTo(new[] { 150, 299 }));
        Assert.That(third.Steps[0].Counts.Modified, Is.EqualTo(349));
        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1).And.Exactly(349).Items);
        Assert.That(await fixture.ReadAsync("_migrations.errors"), Is.Empty);
        Assert.That(await fixture.ReadAsync("_migrations.ranges"), Is.Empty);
        Assert.That(await fixture.ReadAsync("after"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Duplicate_keys_are_reported_and_the_rest_of_their_batch_is_written(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var shelves = fixture.Database.GetCollection("shelves");
        await shelves.InsertManyAsync(Enumerable.Range(0, 60).Select(i => new BsonDocument { { "_id", i }, { "name", i is 3 or 4 or 50 ? "same" : $"n{i}" }, { "times", 0 } }));
        await fixture.Database.RunCommandAsync("""{ "createIndexes": "shelves", "indexes": [{ "key": { "code": 1 }, "name": "by_code", "unique": true, "partialFilterExpression": { "code": { "$exists": true } } }] }""");
        var settings = Collecting with { Transaction = transaction, BatchSize = 30 };

        await FailAsync(fixture, "shelf", settings);
        var errors = await fixture.ReadAsync("_migrations.errors");
        await shelves.UpdateManyAsync("""{ "_id": { "$in": [4, 50] } }""", DatabaseExtensions.PipelineOf([BsonDocument.Parse("""{ "$set": { "name": { "$toString": "$_id" } } }""")]));
        await RunAsync(fixture, "shelf", settings);

        Assert.That(errors.Select(e => IdOf(e)), Is.EqualTo(new[] { 4, 50 }));
        Assert.That(errors[0]["code"].AsInt32, Is.EqualTo(11000));
        Assert.That((errors[0]["details"]["index"].AsString, errors[0]["details"]["keyPattern"].ToJson()), Is.EqualTo(("by_code", """{ "code" : 1 }""")));
        Assert.That((await fixture.ReadAsync("shelves")).Select(d => d["times"].AsInt32), Has.All.EqualTo(1).And.Exactly(60).Items);
    }

    [Test]
    public async Task What_a_validator_refuses_is_listed([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("shelves").InsertManyAsync(Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "name", i == 5 ? "forbidden" : $"n{i}" }, { "times", 0 } }));
        await fixture.Database.RunCommandAsync("""{ "collMod": "shelves", "validator": { "code": { "$ne": "forbidden" } } }""");

        await FailAsync(fixture, "shelf", Collecting with { Transaction = transaction });

        var errors = await fixture.ReadAsync("_migrations.errors");
        Assert.That(errors.Select(e => (IdOf(e), e["code"].AsInt32)), Is.EqualTo(new[] { (5, 121) }));
        Assert.That((await fixture.ReadAsync("shelves")).Sum(d => d["times"].AsInt32), Is.EqualTo(19));
    }

    [Test]
    public async Task More_errors_than_the_limit_stop_the_run_and_a_higher_limit_continues(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertStocksAsync(fixture, 100, 1, 2, 3, 41, 42, 43, 44, 99);
        var settings = Collecting with { Transaction = transaction, LimitErrors = 5 };

        var first = await FailAsync(fixture, "stock", settings);
        var migrated = await CountsAsync(fixture);
        var second = await FailAsync(fixture, "stock", settings with { LimitErrors = 8 });

        Assert.That(first, Has.Property("Code").EqualTo(MigrationErrorCode.TooManyDocumentErrors).And.Message.Contains("More than 5"));
        Assert.That(migrated, Has.Exactly(37).EqualTo(1), "the first two batches without their failed documents");
        Assert.That(second, Has.Property("Code").EqualTo(MigrationErrorCode.DocumentsFailed).And.Property("FailedDocuments").EqualTo(8));
        Assert.That(await CountsAsync(fixture), Has.Exactly(92).EqualTo(1).And.Exactly(8).EqualTo("many"));
    }

    [Test]
    public async Task Without_being_told_to_continue_the_first_failure_ends_the_run_and_nothing_is_listed()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertStocksAsync(fixture, 60, 25, 45);

        var failure = await StopAsync(fixture, "stock", new RunSettings { BatchSize = 20, Workers = 1 });

        Assert.That(failure, Has.Property("Code").EqualTo(MigrationErrorCode.DocumentFailed).And.Message.Contains("""{ "_id" : 25 }""").And.Message.Contains("place.count"));
        Assert.That(await CountsAsync(fixture), Has.Exactly(20).EqualTo(1));
        Assert.That(await fixture.ReadAsync("_migrations.errors"), Is.Empty);
    }

    [Test]
    public async Task What_was_left_behind_may_be_finished_by_a_run_that_stops_at_failures([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertStocksAsync(fixture, 60, 25, 45);
        var stopping = new RunSettings { Transaction = transaction, BatchSize = 20, Workers = 1 };

        await FailAsync(fixture, "stock", Collecting with { Transaction = transaction });
        await CorrectAsync(fixture, 25);
        var failure = await StopAsync(fixture, "stock", stopping);
        var left = await fixture.ReadAsync("_migrations.errors");
        await CorrectAsync(fixture, 45);
        await RunAsync(fixture, "stock", stopping);

        Assert.That(failure, Has.Property("Code").EqualTo(MigrationErrorCode.DocumentFailed).And.Message.Contains("""{ "_id" : 45 }"""));
        Assert.That(left, Is.Not.Empty);
        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1).And.Exactly(60).Items);
        Assert.That(await fixture.ReadAsync("_migrations.errors"), Is.Empty);
    }

    [Test]
    public async Task The_way_back_leaves_documents_behind_as_well([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertStocksAsync(fixture, 50);
        var settings = Collecting with { Transaction = transaction };
        await fixture.EngineWith(settings).RunAsync(new PlanRequest { Tree = "stock", Distance = 1 }, fixture.Observer, CancellationToken.None);
        await fixture.Database.GetCollection("stocks").UpdateOneAsync("""{ "_id": 30 }""", """{ "$set": { "place.count": "many" } }""");
        var back = new PlanRequest { Tree = "stock", Direction = MigrationDirection.Down, To = "base" };

        Assert.That(
            async () => await fixture.EngineWith(settings).RunAsync(back, fixture.Observer, CancellationToken.None),
            Throws.TypeOf<DocumentsFailedException>().With.Property("FailedDocuments").EqualTo(1));
        await fixture.Database.GetCollection("stocks").UpdateOneAsync("""{ "_id": 30 }""", """{ "$set": { "place.count": 1 } }""");
        await fixture.EngineWith(settings).RunAsync(back, fixture.Observer, CancellationToken.None);

        Assert.That(await CountsAsync(fixture), Has.All.EqualTo(0).And.Exactly(50).Items);
    }

    [Test]
    public async Task Wherever_a_run_dies_every_document_is_migrated_once_at_the_end(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values] bool isSecondRun)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var settings = Collecting with { Transaction = transaction, BatchSize = 3 };
        var request = new PlanRequest { Tree = "stock", Distance = 1 };
        var isThrough = false;
        for (var commands = 8; !isThrough; commands++)
        {
            await fixture.Database.GetCollection("stocks").DeleteManyAsync("{}");
            await InsertStocksAsync(fixture, 8, 1, 6, 7);
            if (isSecondRun)
            {
                await FailAsync(fixture, "stock", settings);
                await CorrectAsync(fixture, 1);
                await CorrectAsync(fixture, 6);
            }

            var channel = new DyingChannel(fixture.Channel, commands);
            Assert.That(async () => await fixture.EngineWith(settings, channel: channel).RunAsync(request, fixture.Observer, CancellationToken.None), Throws.InstanceOf<MigrationException>());
            isThrough = !channel.IsDead;
            await fixture.NewEngine().UnlockAsync(CancellationToken.None);
            await fixture.Database.GetCollection("stocks").UpdateManyAsync("""{ "place.count": "many" }""", """{ "$set": { "place.count": 0 } }""");
            await fixture.EngineWith(settings).RunAsync(request, fixture.Observer, CancellationToken.None);

            Assert.That(await CountsAsync(fixture), Has.All.EqualTo(1).And.Exactly(8).Items, $"died after {commands} commands");
            Assert.That(await fixture.ReadAsync("_migrations.errors"), Is.Empty, $"died after {commands} commands");
            await fixture.StampAsync(new StampRequest { At = ["stock@base"], IsForced = true });
        }
    }

    private static Task<RunResult> RunAsync(EngineFixture fixture, string tree, RunSettings settings) =>
        fixture.EngineWith(settings).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);

    private static async Task<DocumentsFailedException> FailAsync(EngineFixture fixture, string tree, RunSettings settings) => (DocumentsFailedException)await StopAsync(fixture, tree, settings);

    private static async Task<MigrationException> StopAsync(EngineFixture fixture, string tree, RunSettings settings)
    {
        try
        {
            await RunAsync(fixture, tree, settings);
        }
        catch (MigrationException failure) when (failure is not DatabaseException)
        {
            return failure;
        }

        throw new AssertionException("The run should have failed.");
    }

    private static async Task InsertStocksAsync(EngineFixture fixture, int count, params int[] failing)
    {
        await InsertAsync(fixture, 0, count);
        foreach (var id in failing)
        {
            await fixture.Database.GetCollection("stocks").UpdateOneAsync($$"""{ "_id": {{id}} }""", """{ "$set": { "place.count": "many" } }""");
        }
    }

    private static Task InsertAsync(EngineFixture fixture, int from, int to) =>
        fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(from, to - from).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", 0) } }));

    private static Task<MongoDB.Driver.UpdateResult> CorrectAsync(EngineFixture fixture, int id) =>
        fixture.Database.GetCollection("stocks").UpdateOneAsync($$"""{ "_id": {{id}} }""", """{ "$set": { "place.count": 0 } }""");

    private static int IdOf(BsonDocument error) => error["_id"].AsBsonDocument["document"].AsInt32;

    // Numbers, or the text of one that is none.
    private static async Task<List<object>> CountsAsync(EngineFixture fixture) =>
        [.. (await fixture.ReadAsync("stocks")).Select(d => d["place"].AsBsonDocument["count"] is BsonInt32 number ? (object)number.Value : d["place"].AsBsonDocument["count"].AsString)];
}
