using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Guarding;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.IntegrationTests.Engine;

public sealed class EmitFaultTests
{
    private static readonly RunSettings Small = new() { BatchSize = 3, Workers = 1 };

    [Test]
    public async Task Wherever_a_run_dies_nothing_is_lost_and_nothing_doubled(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values("split", "move")] string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await DieEverywhereAsync(fixture, tree, transaction, () => FillAsync(fixture), async place =>
        {
            var expected = tree == "split" ? Enumerable.Range(0, 8).SelectMany(i => new[] { $"a{i}", $"b{i}" }) : Enumerable.Range(0, 8).Select(i => $"{i}");
            var found = tree == "split" ? (await fixture.ReadAsync("lines")).Select(l => l["article"].AsString) : (await fixture.ReadAsync("persons")).Select(p => $"{p["number"].AsInt32}");
            Assert.That(found.Order(), Is.EqualTo(expected.Order()), place);
            Assert.That(await fixture.ReadAsync(tree == "split" ? "orders" : "people"), Has.Count.EqualTo(tree == "split" ? 8 : 0), place);
        });
    }

    [Test]
    public async Task Wherever_a_run_dies_every_sale_is_counted_once()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await DieEverywhereAsync(fixture, "merge", TransactionMode.Auto, () => FillAsync(fixture), async place =>
        {
            var totals = await fixture.ReadAsync("totals");
            Assert.That(totals.Select(t => (t["count"].ToInt32(), t["amount"].ToInt32())), Is.EqualTo(new[] { (4, 4), (4, 4) }), place);
        });
    }

    [Test]
    public async Task Documents_that_cannot_be_emitted_are_listed_and_leave_no_part_behind(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await EmitTests.InsertOrdersAsync(fixture, 200);
        await fixture.Database.GetCollection("orders").UpdateOneAsync("""{ "_id": 7 }""", """{ "$set": { "lines": "none" } }""");
        await fixture.Database.GetCollection("receipts").InsertManyAsync([new() { { "_id", 20 }, { "count", 2 } }, new() { { "_id", 120 } }]);
        var settings = new RunSettings { OnDocumentError = OnDocumentError.Collect, BatchSize = 20, Workers = workers, Transaction = transaction };

        var failure = await FailAsync(() => RunAsync(fixture, "split", settings));
        var errors = await fixture.ReadAsync("_migrations.errors");
        var lines = await fixture.ReadAsync("lines");
        await fixture.Database.GetCollection("orders").UpdateOneAsync("""{ "_id": 7 }""", """{ "$set": { "lines": ["a7", "b7"] } }""");
        await fixture.Database.GetCollection("receipts").DeleteManyAsync("""{ "_id": { "$in": [20, 120] } }""");
        await RunAsync(fixture, "split", settings);

        Assert.That(failure, Has.Property("Code").EqualTo(MigrationErrorCode.DocumentsFailed).And.Message.StartsWith("3 document(s)"));
        Assert.That(errors.Select(e => e["_id"].AsBsonDocument["document"].AsInt32), Is.EqualTo(new[] { 7, 20, 120 }));
        Assert.That(errors[1]["reason"].AsString, Does.Contain("""{ "_id" : 20 } in 'receipts'"""));
        Assert.That(lines, Has.Count.EqualTo(197 * 2));
        Assert.That(await fixture.ReadAsync("lines"), Has.Count.EqualTo(400));
        Assert.That(await fixture.ReadAsync("receipts"), Has.Count.EqualTo(200));
        Assert.That(await fixture.ReadAsync("_migrations.errors"), Is.Empty);
    }

    [Test]
    public async Task A_document_in_the_place_of_an_emitted_one_stops_the_run_and_stays([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await EmitTests.InsertOrdersAsync(fixture, 10);
        await fixture.Database.GetCollection("receipts").InsertOneAsync(new() { { "_id", 4 }, { "count", 2 } });

        var failure = await FailAsync(() => RunAsync(fixture, "split", Small with { Transaction = transaction }));
        var kept = await fixture.ReadAsync("receipts");
        await fixture.Database.GetCollection("receipts").DeleteOneAsync("""{ "_id": 4 }""");
        await RunAsync(fixture, "split", Small with { Transaction = transaction });

        Assert.That(failure, Has.Property("Code").EqualTo(MigrationErrorCode.EmittedIdTaken).And.Message.Contains("""{ "_id" : 4 } in 'receipts'"""));
        Assert.That(kept.Select(r => r["_id"].AsInt32), Is.EqualTo(new[] { 0, 1, 2, 4 }));
        Assert.That(await fixture.ReadAsync("lines"), Has.Count.EqualTo(20));
        Assert.That(await fixture.ReadAsync("receipts"), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task What_a_validator_refuses_is_reported_in_words([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await EmitTests.InsertOrdersAsync(fixture, 4);
        await fixture.Database.GetCollection("lines").CreateIndexAsync("""{ "article": 1 }""", isUnique: true);
        await fixture.Database.GetCollection("lines").InsertOneAsync(new() { { "_id", 1 }, { "article", "b3" } });

        var failure = await FailAsync(() => RunAsync(fixture, "split", Small with { Transaction = transaction }));

        Assert.That(failure, Has.Property("Code").EqualTo(MigrationErrorCode.DocumentFailed).And.Message.Contains("""{ "_id" : 3 } of 'orders'""").And.Message.Contains("article_1"));
        Assert.That(await fixture.ReadAsync("lines"), Has.Count.EqualTo(1 + 6));
    }

    [TestCase(TransactionMode.Require)]
    [TestCase(TransactionMode.Never)]
    public async Task A_document_that_is_changed_while_it_is_moved_is_moved_as_it_is_at_last(TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await EmitTests.InsertPeopleAsync(fixture, 5);
        var meddler = new MeddlingChannel(fixture.Channel, "insert", "persons", () => fixture.Database.GetCollection("people").UpdateOneAsync("""{ "_id": 1 }""", """{ "$set": { "first": "Eve" } }"""));

        await fixture.EngineWith(Small with { Transaction = transaction }, channel: meddler).RunAsync(new PlanRequest { Tree = "move" }, fixture.Observer, CancellationToken.None);

        Assert.That((await fixture.ReadAsync("persons")).Select(p => (p["number"].AsInt32, p["fullName"].AsString)).Order(), Is.EqualTo(new[] { (0, "Ada L"), (1, "Eve L"), (2, "Ada L"), (3, "Ada L"), (4, "Ada L") }));
        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
    }

    [Test]
    public async Task A_document_that_is_changed_after_a_crash_is_moved_once_as_it_is_then()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await EmitTests.InsertPeopleAsync(fixture, 5);
        var dying = new MeddlingChannel(fixture.Channel, "delete", "people", () => throw new DatabaseException(MigrationErrorCode.Unexpected, "The process is dead."));

        Assert.That(() => fixture.EngineWith(Small with { Transaction = TransactionMode.Never }, channel: dying).RunAsync(new PlanRequest { Tree = "move" }, fixture.Observer, CancellationToken.None), Throws.InstanceOf<DatabaseException>());
        var between = await fixture.ReadAsync("persons");
        await fixture.Database.GetCollection("people").UpdateOneAsync("""{ "_id": 1 }""", """{ "$set": { "first": "Eve" } }""");
        await fixture.Database.GetCollection("people").InsertOneAsync(new() { { "_id", 9 }, { "first", "Ada" }, { "last", "L" } });
        var result = await RunAsync(fixture, "move", Small with { Transaction = TransactionMode.Never });

        Assert.That(between, Has.Count.EqualTo(3));
        Assert.That((await fixture.ReadAsync("persons")).Select(p => (p["number"].AsInt32, p["fullName"].AsString)).Order(), Is.EqualTo(new[] { (0, "Ada L"), (1, "Eve L"), (2, "Ada L"), (3, "Ada L"), (4, "Ada L"), (9, "Ada L") }));
        Assert.That(result.Steps.Single().Counts, Is.EqualTo(new WriteCounts { Inserted = 6, Deleted = 6 }));
    }

    [Test]
    public async Task What_somebody_changed_after_a_crash_is_not_rolled_back()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await EmitTests.InsertPeopleAsync(fixture, 5);
        var dying = new MeddlingChannel(fixture.Channel, "delete", "people", () => throw new DatabaseException(MigrationErrorCode.Unexpected, "The process is dead."));
        Assert.That(() => fixture.EngineWith(Small with { Transaction = TransactionMode.Never }, channel: dying).RunAsync(new PlanRequest { Tree = "move" }, fixture.Observer, CancellationToken.None), Throws.InstanceOf<DatabaseException>());
        await fixture.Database.GetCollection("people").UpdateOneAsync("""{ "_id": 1 }""", """{ "$set": { "first": "Eve" } }""");
        await fixture.Database.GetCollection("persons").UpdateOneAsync("""{ "number": 1 }""", """{ "$set": { "seen": true } }""");

        var failure = await FailAsync(() => RunAsync(fixture, "move", Small with { Transaction = TransactionMode.Never }));
        await fixture.Database.GetCollection("persons").DeleteOneAsync("""{ "number": 1 }""");
        await RunAsync(fixture, "move", Small with { Transaction = TransactionMode.Never });

        Assert.That(failure, Has.Property("Code").EqualTo(MigrationErrorCode.DocumentChangedMeanwhile));
        Assert.That((await fixture.ReadAsync("persons")).Select(p => p["fullName"].AsString).Order(), Is.EqualTo(new[] { "Ada L", "Ada L", "Ada L", "Ada L", "Eve L" }));
        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
    }

    [Test]
    public async Task What_is_added_behind_a_moving_run_is_caught_up([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await EmitTests.InsertPeopleAsync(fixture, 10);
        var meddler = new MeddlingChannel(fixture.Channel, "insert", "persons", () => fixture.Database.GetCollection("people").InsertOneAsync(new() { { "_id", -1 }, { "first", "Ada" }, { "last", "L" } }));

        var result = await fixture.EngineWith(Small with { Transaction = transaction }, channel: meddler).RunAsync(new PlanRequest { Tree = "move" }, fixture.Observer, CancellationToken.None);

        Assert.That(await fixture.ReadAsync("people"), Is.Empty);
        Assert.That(await fixture.ReadAsync("persons"), Has.Count.EqualTo(11));
        Assert.That(result.Steps.Single().Counts, Is.EqualTo(new WriteCounts { Inserted = 11, Deleted = 11 }));
    }

    private static async Task FillAsync(EngineFixture fixture)
    {
        foreach (var name in new[] { "orders", "lines", "receipts", "people", "persons", "sales", "totals" })
        {
            await fixture.Database.GetCollection(name).DeleteManyAsync("{}");
        }

        await EmitTests.InsertOrdersAsync(fixture, 8);
        await EmitTests.InsertPeopleAsync(fixture, 8);
        await fixture.Database.GetCollection("sales").InsertManyAsync(Enumerable.Range(0, 8).Select(i => new BsonDocument { { "_id", i }, { "customer", i % 2 }, { "amount", 1 } }));
    }

    // The first command that does not arrive is each of the run's in turn.
    private static async Task DieEverywhereAsync(EngineFixture fixture, string tree, TransactionMode transaction, Func<Task> fill, Func<string, Task> check)
    {
        var settings = Small with { Transaction = transaction };
        var request = new PlanRequest { Tree = tree };
        var isThrough = false;
        for (var commands = 8; !isThrough; commands++)
        {
            await fill();
            var channel = new DyingChannel(fixture.Channel, commands);
            try
            {
                await fixture.EngineWith(settings, channel: channel).RunAsync(request, fixture.Observer, CancellationToken.None);
            }
            catch (MigrationException) when (channel.IsDead)
            {
            }

            isThrough = !channel.IsDead;
            await fixture.NewEngine().UnlockAsync(CancellationToken.None);
            await fixture.EngineWith(settings).RunAsync(request, fixture.Observer, CancellationToken.None);

            await check($"died after {commands} commands");
            await fixture.StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true });
        }
    }

    private static Task<RunResult> RunAsync(EngineFixture fixture, string tree, RunSettings settings) =>
        fixture.EngineWith(settings).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);

    private static async Task<MigrationException> FailAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (MigrationException failure) when (failure is not DatabaseException)
        {
            return failure;
        }

        throw new AssertionException("The run should have failed.");
    }

    // Does something before the first command of a name on a collection is sent.
    private sealed class MeddlingChannel(ICommandChannel inner, string command, string collection, Func<Task> meddle) : ChannelDecorator(inner)
    {
        private int _isDone;

        public override async ValueTask<CommandReply> RunAsync(Command toRun, IChannelSession? session, CancellationToken cancellationToken)
        {
            if (toRun.Body.TryGetValue(command, out var name) && name.Type == BsonType.String && name.AsString == collection && Interlocked.Exchange(ref _isDone, 1) == 0)
            {
                await meddle();
            }

            return await base.RunAsync(toRun, session, cancellationToken);
        }
    }
}
