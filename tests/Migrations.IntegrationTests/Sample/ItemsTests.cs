using MongoDB.Bson;
using Migrations.Engine.Planning;

namespace Migrations.IntegrationTests.Sample;

public sealed class ItemsTests
{
    private const int Documents = 200;

    [TestCase(TransactionMode.Require)]
    [TestCase(TransactionMode.Never)]
    public async Task Items_come_from_the_barrier_to_the_head(TransactionMode transaction)
    {
        await using var sample = await SampleFixture.CreateAsync(Documents);
        var before = await sample.ReadAsync("items");

        await sample.RunAsync(new PlanRequest { Tree = "items" }, transaction);

        var after = await sample.ReadAsync("items");
        Assert.That(after.Select(d => d["_id"]), Is.EqualTo(before.Select(d => d["_id"])));
        Assert.That(after.Select(d => d["visibility"].AsString), Has.All.EqualTo("group"));
        Assert.That(after.Select(d => d["_t"].ToJson()), Is.EqualTo(before.Select(d => d["_t"].ToJson().Replace("Lab", "", StringComparison.Ordinal))));
        Assert.That(after.Select(d => d["holder"].AsBsonDocument["_t"].AsString), Has.All.EqualTo("Box"));
        Assert.That(References(after), Is.EqualTo(Pinned(before)));
    }

    [Test]
    public async Task The_visibility_of_items_is_an_option()
    {
        await using var sample = await SampleFixture.CreateAsync(Documents);

        await sample.RunAsync(new PlanRequest { Tree = "items", Options = new Dictionary<string, string> { ["visibility"] = "private" } });

        Assert.That((await sample.ReadAsync("items")).Select(d => d["visibility"].AsString), Has.All.EqualTo("private"));
    }

    [Test]
    public async Task Another_use_of_the_field_visibility_is_reported_before_anything_is_changed()
    {
        await using var sample = await SampleFixture.CreateAsync(Documents);
        await sample.Database.GetCollection("items").UpdateOneAsync("""{ "item_id": "item-3" }""", """{ "$set": { "visibility": "foggy" } }""");
        var before = await sample.ReadAllAsync();

        Assert.That(async () => await sample.RunAsync(new PlanRequest { Tree = "items" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.PreconditionFailed));

        Assert.That(await sample.ReadAllAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Items_from_before_the_barrier_are_refused()
    {
        await using var sample = await SampleFixture.CreateAsync(documents: 0);
        await sample.NewEngine().StampAsync(new() { At = ["items@base"], IsForced = true }, isDryRun: false, CancellationToken.None);

        Assert.That(async () => await sample.RunAsync(new PlanRequest { Tree = "items" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.BarrierInTheWay));
    }

    [Test]
    public async Task Datasets_wait_for_the_items_that_they_name()
    {
        await using var sample = await SampleFixture.CreateAsync(Documents);

        Assert.That(async () => await sample.RunAsync(new PlanRequest { Tree = "datasets" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DependencyUnmet));
        await sample.RunAsync(PlanRequest.All);

        var refcodes = (await sample.ReadAsync("items")).ToDictionary(i => i["item_id"].AsString, i => i["refcode"].AsString);
        var datasets = await sample.ReadAsync("datasets");
        Assert.That(datasets, Has.Count.EqualTo(Documents));
        Assert.That(datasets.Select(d => d["refcode"].AsString), Is.EqualTo(datasets.Select(d => refcodes[d["item"].AsString])));
    }

    private static List<string> References(List<BsonDocument> items) =>
        [.. items.SelectMany(i => i["relationships"].AsBsonArray.Select(r => r.AsBsonDocument)).Select(r => r.TryGetValue("refcode", out var refcode) ? refcode.AsString : $"{r["item_id"]} gone")];

    private static List<string> Pinned(List<BsonDocument> items)
    {
        var refcodes = items.ToDictionary(i => i["item_id"].AsString, i => i["refcode"].AsString);
        return [.. items.SelectMany(i => i["relationships"].AsBsonArray.Select(r => r.AsBsonDocument["item_id"].AsString)).Select(id => refcodes.TryGetValue(id, out var refcode) ? refcode : $"{id} gone")];
    }
}
