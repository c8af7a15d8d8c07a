using MongoDB.Bson;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.IntegrationTests.Engine;

// A migration that was left half-way goes back: what is done is undone, nothing else is touched.
public sealed class HalfDoneTests
{
    private const string Id = "20260101000001";
    private const int Documents = 9;
    private static readonly string[] Collections = ["counters", "parts", "notes", "orders", "lines", "people", "persons"];

    [Test]
    public async Task Wherever_a_run_dies_it_can_be_rolled_back_and_run_again(
        [Values("raw", "typed", "pipeline", "fieldprices", "split", "move", "imagedRaw", "imagedDown")] string tree,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode first,
        [Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode next)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var isDead = true;
        var turned = 0;
        for (var point = 8; isDead; point++)
        {
            await FillAsync(fixture);
            var before = await ReadAsync(fixture);
            isDead = await DieAsync(fixture, Up(tree), first, point);
            // The rollback dies, too, elsewhere each time, and another one ends it.
            await DieAsync(fixture, Back(tree), next, 8 + (point * 7 % 25));
            turned += (await fixture.ReadAsync("_migrations.applied")).Any(a => a["_id"].AsBsonDocument["tree"] == tree && a["direction"] == "down" && a["status"] == "running") ? 1 : 0;
            await RunAsync(fixture, Back(tree), point % 3 == 0 ? first : next, 1 + (point % 3));

            Assert.That(await ReadAsync(fixture), Is.EqualTo(tree == "imagedDown" ? await MarkedAsync(fixture, before) : before), $"died at {point}");
            var applied = (await fixture.NewEngine().GetStatusAsync(CancellationToken.None)).Trees.Single(t => t.Name == tree);
            Assert.That(applied.Head, Is.Null);
            // A run that changed nothing may have kept something nevertheless, which goes when another one begins.
            var hasGoneBack = applied.Migrations[0].Record is { Status: AppliedStatus.RolledBack };
            Assert.That(hasGoneBack ? await fixture.ReadAsync("_migrations.images") : [], Is.Empty, $"died at {point}");
            if (point % 4 == 0)
            {
                await FillAsync(fixture);
                await RunAsync(fixture, Up(tree), next, 2);
                Assert.That((await ReadAsync(fixture)).Intersect(before).Count(), Is.EqualTo(tree == "split" ? before.Count : before.Count - Documents), $"died at {point}, run again");
            }

            await fixture.StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true });
        }

        Assert.That(turned, Is.GreaterThan(3), "No rollback died half-way.");
    }

    [Test]
    public async Task Documents_that_were_left_behind_are_not_rolled_back([Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", i is 3 or 12 ? "many" : i) } }));
        var before = await fixture.Database.ReadBytesAsync("stocks");
        var settings = new RunSettings { Transaction = mode, BatchSize = 4, Workers = 2, OnDocumentError = OnDocumentError.Collect };
        Assert.That(() => fixture.EngineWith(settings).RunAsync(Up("stock"), fixture.Observer, CancellationToken.None), Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DocumentsFailed));
        await fixture.Database.GetCollection("stocks").UpdateOneAsync("""{ "_id": 3 }""", """{ "$set": { "place.count": 3 } }""");

        var result = await fixture.EngineWith(settings).RunAsync(Back("stock"), fixture.Observer, CancellationToken.None);

        var after = await fixture.Database.ReadBytesAsync("stocks");
        Assert.That(after.Where((_, i) => i != 3), Is.EqualTo(before.Where((_, i) => i != 3)));
        Assert.That(after[3].ToBsonDocument()["place"]["count"].AsInt32, Is.EqualTo(3));
        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(18));
        Assert.That(await fixture.ReadAsync("_migrations.errors"), Is.Empty);
        Assert.That(await fixture.ReadAsync("_migrations.ranges"), Is.Empty);
    }

    [Test]
    public async Task What_an_interrupted_run_changed_is_counted([Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 100).Select(i => new BsonDocument { { "_id", i }, { "count", i == 50 ? "many" : i } }));
        var settings = new RunSettings { Transaction = mode, BatchSize = 10, Workers = 1 };
        Assert.That(() => fixture.EngineWith(settings).RunAsync(Up("raw"), fixture.Observer, CancellationToken.None), Throws.InstanceOf<MigrationException>());
        var record = (await fixture.ReadAsync("_migrations.applied")).Single();
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 50 }""", """{ "$set": { "count": 50 } }""");

        var result = await fixture.EngineWith(settings).RunAsync(Up("raw"), fixture.Observer, CancellationToken.None);
        var journal = (await fixture.NewEngine().GetJournalAsync("raw", 3, CancellationToken.None)).Select(e => (e.Event, e.Modified)).ToList();

        Assert.That(record["counts"]["modified"].ToInt64(), Is.EqualTo(50));
        Assert.That(journal, Is.EqualTo(new (string, long?)[] { ("upgrade", 100), ("resume", 50), ("fail", 50) }));
        Assert.That(result.Steps.Single().Counts.Modified, Is.EqualTo(100));
    }

    [Test]
    public async Task A_migration_that_failed_before_it_changed_anything_is_forgotten_with_its_file()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertOneAsync(BsonDocument.Parse("""{ "_id": 1, "place": { "count": "many" } }"""));
        Assert.That(() => fixture.RunAsync(Up("stock")), Throws.InstanceOf<MigrationException>());

        var without = fixture.EngineWithout("stock", Id);
        var verified = await without.VerifyAsync("stock", CancellationToken.None);
        await without.RunAsync(new PlanRequest { Tree = "stock" }, fixture.Observer, CancellationToken.None);

        Assert.That(verified.Findings, Is.Empty);
        Assert.That(await fixture.ReadAsync("after"), Has.Count.EqualTo(1));
    }

    private static PlanRequest Up(string tree) => new() { Tree = tree, To = Id };

    private static PlanRequest Back(string tree) => new() { Tree = tree, To = "base", Direction = MigrationDirection.Down };

    private static async Task<bool> DieAsync(EngineFixture fixture, PlanRequest request, TransactionMode mode, int point)
    {
        var channel = new DyingChannel(fixture.Channel, point, tears: point % 2 == 0);
        try
        {
            await fixture.EngineWith(new RunSettings { Transaction = mode, BatchSize = 2 + (point / 2 % 2), Workers = 1 + (point % 2) }, channel: channel).RunAsync(request, fixture.Observer, CancellationToken.None);
        }
        catch (MigrationException) when (channel.IsDead)
        {
        }

        await fixture.NewEngine().UnlockAsync(CancellationToken.None);
        return channel.IsDead;
    }

    private static Task<RunResult> RunAsync(EngineFixture fixture, PlanRequest request, TransactionMode mode, int workers) =>
        fixture.EngineWith(new RunSettings { Transaction = mode, BatchSize = 3, Workers = workers }).RunAsync(request, fixture.Observer, CancellationToken.None);

    // Its Down leaves a mark, on exactly the documents that it turned back.
    private static async Task<List<string>> MarkedAsync(EngineFixture fixture, List<string> before)
    {
        var marked = (await fixture.ReadAsync("parts")).Where(d => d.Contains("by")).Select(d => d["_id"].AsInt32).ToHashSet();
        Assert.That(marked, Is.EqualTo(Enumerable.Range(0, Documents).Where(marked.Contains).ToHashSet()));
        return [.. before.Select(d => marked.Any(id => d.StartsWith($"parts {{ \"_id\" : {id},", StringComparison.Ordinal)) ? d.Replace(" }", ", \"by\" : \"Down\" }", StringComparison.Ordinal) : d)];
    }

    private static async Task FillAsync(EngineFixture fixture)
    {
        foreach (var name in Collections.Concat(["receipts", "_migrations.images"]))
        {
            await fixture.Database.GetCollection(name).DeleteManyAsync("{}");
        }

        var numbers = Enumerable.Range(0, Documents).ToList();
        await fixture.Database.GetCollection("counters").InsertManyAsync(numbers.Select(i => new BsonDocument { { "_id", i }, { "count", i } }));
        await fixture.Database.GetCollection("parts").InsertManyAsync(numbers.Select(i => new BsonDocument { { "_id", i }, { "count", (long)i }, { "note", $"note {i}" } }));
        await fixture.Database.GetCollection("notes").InsertManyAsync(numbers.Select(i => new BsonDocument { { "_id", i }, { "v", 1 }, { "price", i } }));
        await EmitTests.InsertOrdersAsync(fixture, Documents);
        await EmitTests.InsertPeopleAsync(fixture, Documents);
    }

    private static async Task<List<string>> ReadAsync(EngineFixture fixture)
    {
        var documents = new List<string>();
        foreach (var name in Collections)
        {
            documents.AddRange((await fixture.Database.ReadBytesAsync(name)).Select(d => $"{name} {d}"));
        }

        return documents;
    }
}
