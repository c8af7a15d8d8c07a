using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.IntegrationTests.Engine;

public sealed class EmitTests
{
    [Test]
    public async Task One_document_becomes_many_in_other_collections_and_back(
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction,
        [Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertOrdersAsync(fixture, 300);

        var dry = await fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = "split" }, CancellationToken.None);
        var up = await RunAsync(fixture, "split", transaction, workers);
        var lines = await fixture.ReadAsync("lines");
        var receipts = await fixture.ReadAsync("receipts");
        var down = await fixture.RollBackAsync("split", transaction);

        Assert.That(dry.Steps.Single().Counts.Inserted, Is.EqualTo(600 + 300));
        Assert.That(up.Steps.Single().Counts, Is.EqualTo(new WriteCounts { Inserted = 600 + 300 }));
        Assert.That(up.Steps.Single().UsedTransaction, Is.EqualTo(transaction == TransactionMode.Require));
        Assert.That(lines.GroupBy(l => l["order"].AsInt32).Select(g => g.Count()), Has.All.EqualTo(2).And.Exactly(300).Items);
        Assert.That(lines.Select(l => l["_id"].AsObjectId), Is.Unique);
        Assert.That(receipts, Has.Count.EqualTo(300));
        Assert.That(await fixture.ReadAsync("orders"), Has.Count.EqualTo(300));
        Assert.That(down.Steps.Single().Counts.Deleted, Is.EqualTo(600));
        Assert.That(await fixture.ReadAsync("lines"), Is.Empty);
    }

    [Test]
    public async Task Documents_are_moved_between_classes_with_new_ids_and_back([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertPeopleAsync(fixture, 250);
        var before = await fixture.Database.ReadBytesAsync("people");

        var up = await RunAsync(fixture, "move", transaction, workers: 2);
        var people = await fixture.ReadAsync("people");
        var persons = await fixture.ReadAsync("persons");
        await fixture.RollBackAsync("move", transaction);

        Assert.That(up.Steps.Single().Counts, Is.EqualTo(new WriteCounts { Inserted = 250, Deleted = 250 }));
        Assert.That(people, Is.Empty);
        Assert.That(persons.Select(p => p["number"].AsInt32).Order(), Is.EqualTo(Enumerable.Range(0, 250)));
        Assert.That(persons.Select(p => p["fullName"].AsString), Has.All.EqualTo("Ada L"));
        Assert.That(persons.Select(p => p["_id"].AsObjectId), Is.Unique.And.None.EqualTo(ObjectId.Empty));
        Assert.That(await fixture.Database.ReadBytesAsync("people"), Is.EqualTo(before));
        Assert.That(await fixture.ReadAsync("persons"), Is.Empty);
    }

    [Test]
    public async Task Many_documents_become_few_while_four_workers_write_into_the_same()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("sales").InsertManyAsync(Enumerable.Range(0, 2000).Select(i => new BsonDocument { { "_id", i }, { "customer", $"c{i % 5}" }, { "amount", i } }));

        var result = await RunAsync(fixture, "merge", TransactionMode.Auto, workers: 4, batchSize: 50);

        var totals = await fixture.ReadAsync("totals");
        Assert.That(totals.Select(t => (t["_id"].AsString, t["count"].ToInt32())), Is.EqualTo(Enumerable.Range(0, 5).Select(c => ($"c{c}", 400))));
        Assert.That(totals.Sum(t => t["amount"].ToInt64()), Is.EqualTo(1999 * 1000));
        Assert.That(result.Steps.Single().Counts, Is.EqualTo(new WriteCounts { Inserted = 5, Modified = 1995, Matched = 1995 }));
    }

    [Test]
    public async Task Documents_get_new_ids_in_their_place_and_the_old_ones_again([Values(1, 4)] int workers)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var codes = fixture.Database.GetCollection("codes");
        await codes.InsertManyAsync(Enumerable.Range(0, 300).Select(i => new BsonDocument { { "_id", i }, { "name", $"n{i}" } }));
        await codes.CreateIndexAsync("""{ "name": 1 }""", isUnique: true);
        var before = await fixture.Database.ReadBytesAsync("codes");

        await RunAsync(fixture, "renumber", TransactionMode.Require, workers);
        var renumbered = await fixture.ReadAsync("codes");
        await fixture.RollBackAsync("renumber", TransactionMode.Require);

        Assert.That(renumbered.Select(c => (c["_id"].AsString, c["name"].AsString)).Order(), Is.EqualTo(Enumerable.Range(0, 300).Select(i => ($"code-{i}", $"n{i}")).Order()));
        Assert.That(await fixture.Database.ReadBytesAsync("codes"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_rehearsal_compares_every_collection_that_is_written()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertPeopleAsync(fixture, 20);

        var report = await fixture.NewEngine().RehearseAsync(new PlanRequest { Tree = "move" }, CancellationToken.None);

        Assert.That((report.Steps.Single().Outcome, report.Steps.Single().Documents), Is.EqualTo((RehearsalOutcome.Exact, 20)), report.Steps.Single().Reason);
        Assert.That(await fixture.ReadAsync("persons"), Is.Empty);
        Assert.That(await fixture.ReadAsync("people"), Has.Count.EqualTo(20));
    }

    [TestCase("endless", MigrationErrorCode.EmitsIntoItsSource)]
    [TestCase("matching", MigrationErrorCode.EmitsIntoItsSource)]
    [TestCase("state", MigrationErrorCode.EmitsIntoState)]
    [TestCase("careless", MigrationErrorCode.MergeNeedsTransaction)]
    public async Task What_cannot_go_well_is_refused_and_nothing_written(string tree, MigrationErrorCode code)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("codes").InsertManyAsync(Enumerable.Range(0, 30).Select(i => new BsonDocument { { "_id", i }, { "name", $"n{i}" } }));
        await fixture.Database.GetCollection("sales").InsertOneAsync(new() { { "_id", 1 }, { "customer", "c" } });

        foreach (var transaction in new[] { TransactionMode.Require, TransactionMode.Never })
        {
            Assert.That(() => RunAsync(fixture, tree, transaction, workers: 1), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code));
        }

        Assert.That(() => fixture.NewEngine().DryRunAsync(new PlanRequest { Tree = tree }, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code));
        Assert.That((await fixture.ReadAsync("codes")).Select(c => c["_id"].ToInt32()), Is.EqualTo(Enumerable.Range(0, 30)));
        Assert.That(await fixture.ReadAsync("totals"), Is.Empty);
    }

    internal static Task InsertOrdersAsync(EngineFixture fixture, int count) =>
        fixture.Database.GetCollection("orders").InsertManyAsync(Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", i }, { "lines", new BsonArray([$"a{i}", $"b{i}"]) } }));

    internal static Task InsertPeopleAsync(EngineFixture fixture, int count) =>
        fixture.Database.GetCollection("people").InsertManyAsync(Enumerable.Range(0, count).Select(i => new BsonDocument { { "_id", i }, { "first", "Ada" }, { "last", "L" } }));

    private static Task<RunResult> RunAsync(EngineFixture fixture, string tree, TransactionMode transaction, int workers, int batchSize = 40) =>
        fixture.EngineWith(new RunSettings { Transaction = transaction, Workers = workers, BatchSize = batchSize }).RunAsync(new PlanRequest { Tree = tree }, fixture.Observer, CancellationToken.None);
}
