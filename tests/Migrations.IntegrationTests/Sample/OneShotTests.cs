using MongoDB.Bson;
using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Sample;

public sealed class OneShotTests
{
    // More than two pages, the last not full.
    private const int Documents = 1_100;
    private static readonly PlanRequest ToUuids = new() { Tree = "datasets", Via = "int_1.0.0_to_uuid_1.0.0" };

    [TestCase(TransactionMode.Require)]
    [TestCase(TransactionMode.Never)]
    public async Task Datasets_and_all_references_to_them_get_uuids(TransactionMode transaction)
    {
        await using var sample = await ReadyAsync();
        var before = await ContentAsync(sample, d => d["_id"].ToInt32());
        Assert.That(before.Datasets, Has.Count.EqualTo(Documents));

        await sample.RunAsync(ToUuids, transaction);

        await AssertDoneAsync(sample, before);
    }

    [TestCase(TransactionMode.Require)]
    [TestCase(TransactionMode.Never)]
    public async Task The_way_back_leaves_everything_as_it_was(TransactionMode transaction)
    {
        await using var sample = await ReadyAsync();
        var before = await sample.ReadAllAsync();
        await sample.RunAsync(ToUuids, transaction);
        Assert.That(await sample.ReadAllAsync(), Is.Not.EqualTo(before));

        await sample.RunAsync(Back, transaction);

        Assert.That(await sample.ReadAllAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_run_that_broke_off_without_a_transaction_is_repeated()
    {
        await using var sample = await ReadyAsync();
        var before = await ContentAsync(sample, d => d["_id"].ToInt32());
        await sample.Database.SetValidatorAsync("datasets", """{ "number": { "$not": { "$gte": 700 } } }""");
        Assert.That(async () => await sample.RunAsync(ToUuids, TransactionMode.Never), Throws.InstanceOf<MigrationException>());
        Assert.That(await sample.Database.GetCollection("datasets").CountDocumentsAsync("""{ "_id": { "$type": "binData" } }"""), Is.InRange(500, 1000));
        await sample.Database.SetValidatorAsync("datasets", """{}""");

        await sample.RunAsync(ToUuids, TransactionMode.Never);

        await AssertDoneAsync(sample, before);
    }

    [Test]
    public async Task A_way_back_that_broke_off_without_a_transaction_is_repeated()
    {
        await using var sample = await ReadyAsync();
        var before = await sample.ReadAllAsync();
        await sample.RunAsync(ToUuids);
        await sample.Database.SetValidatorAsync("datasets", """{ "_id": { "$not": { "$gte": 700 } } }""");
        Assert.That(async () => await sample.RunAsync(Back, TransactionMode.Never), Throws.InstanceOf<MigrationException>());
        await sample.Database.SetValidatorAsync("datasets", """{}""");

        await sample.RunAsync(Back, TransactionMode.Never);

        Assert.That(await sample.ReadAllAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_run_that_broke_off_in_a_transaction_leaves_nothing()
    {
        await using var sample = await ReadyAsync();
        await sample.Database.SetValidatorAsync("datasets", """{ "number": { "$not": { "$gte": 700 } } }""");
        var before = await sample.ReadAllAsync();

        Assert.That(async () => await sample.RunAsync(ToUuids, TransactionMode.Require), Throws.InstanceOf<MigrationException>());

        Assert.That(await sample.ReadAllAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Datasets_made_since_get_the_next_integers_on_the_way_back()
    {
        await using var sample = await ReadyAsync();
        await sample.RunAsync(ToUuids);
        var made = new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard);
        await sample.Database.GetCollection("datasets").InsertOneAsync(new() { { "_id", made }, { "name", "new" }, { "provenance", new BsonArray([new BsonBinaryData(UuidOfOne, GuidRepresentation.Standard)]) } });
        await sample.Database.GetCollection("dataset_locations").InsertOneAsync(new() { { "dataset_id", made }, { "site", "disk" }, { "path", "new.h5" } });

        await sample.RunAsync(Back);

        var dataset = (await sample.ReadAsync("datasets")).Single(d => d["name"].AsString == "new");
        Assert.That(dataset["_id"].ToInt32(), Is.EqualTo(Documents + 1));
        Assert.That(dataset["provenance"].AsBsonArray.Select(p => p.ToInt32()), Is.EqualTo(new[] { 1 }));
        Assert.That((await sample.ReadAsync("dataset_locations")).Single(l => l["path"].AsString == "new.h5")["dataset_id"].ToInt32(), Is.EqualTo(Documents + 1));
    }

    [Test]
    public async Task A_reference_that_leads_nowhere_is_reported_before_anything_is_changed()
    {
        await using var sample = await ReadyAsync();
        await sample.Database.GetCollection("dataset_tags").InsertOneAsync(new() { { "_id", 1 }, { "dataset_ids", new BsonArray([1, Documents + 1]) } });
        var before = await sample.ReadAllAsync();

        Assert.That(
            async () => await sample.RunAsync(ToUuids),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PreconditionFailed).And.Message.Contains("1 in 'dataset_tags.dataset_ids' do not"));

        Assert.That(await sample.ReadAllAsync(), Is.EqualTo(before));
    }

    private static PlanRequest Back => new() { Tree = "datasets", Direction = MigrationDirection.Down, Distance = 1 };

    // The UUIDv5 of "1" in the namespace of the datasets, made by another program.
    private static Guid UuidOfOne => new("3fc44b03-8f31-5e12-bcec-ab4945154c65");

    private static async Task<SampleFixture> ReadyAsync()
    {
        var sample = await SampleFixture.CreateAsync(Documents);
        await sample.RunAsync(PlanRequest.All);
        return sample;
    }

    private static async Task AssertDoneAsync(SampleFixture sample, Content before)
    {
        var after = await ContentAsync(sample, d => d["number"].ToInt32());
        Assert.That(after.Datasets, Is.EqualTo(before.Datasets));
        Assert.That(after.Locations, Is.EqualTo(before.Locations));
        Assert.That(after.Tags, Is.EqualTo(before.Tags));
        Assert.That((await sample.ReadAsync("datasets")).Single(d => d["number"].ToInt32() == 1)["_id"].AsGuid, Is.EqualTo(UuidOfOne));
        var status = await sample.StatusAsync("datasets");
        Assert.That((status.Line, status.Version), Is.EqualTo(("Uuid", "1.0.0")));
        Assert.That((await sample.NewEngine().VerifyAsync("datasets", CancellationToken.None)).Findings, Is.Empty);
    }

    // Everything with the datasets named by their integers, whatever they are known by. A reference that does not resolve fails.
    private static async Task<Content> ContentAsync(SampleFixture sample, Func<BsonDocument, int> numberOf)
    {
        var datasets = await sample.ReadAsync("datasets");
        var numbers = datasets.ToDictionary(d => d["_id"], numberOf);
        return new Content(
            [.. datasets.Select(d => $"{numberOf(d)} {d["name"]} {d["kind"]} {d["item"]} {d["refcode"]} from {Numbers(d["provenance"], numbers)}").Order(StringComparer.Ordinal)],
            [.. (await sample.ReadAsync("dataset_locations")).Select(l => $"{l["_id"]} {numbers[l["dataset_id"]]} {l["site"]} {l["path"]}")],
            [.. (await sample.ReadAsync("dataset_tags")).Select(t => $"{t["_id"]} {t["name"]} {Numbers(t["dataset_ids"], numbers)}")]);
    }

    private static string Numbers(BsonValue ids, Dictionary<BsonValue, int> numbers) => string.Join(',', ids.AsBsonArray.Select(id => numbers[id]));

    private sealed record Content(List<string> Datasets, List<string> Locations, List<string> Tags);
}
