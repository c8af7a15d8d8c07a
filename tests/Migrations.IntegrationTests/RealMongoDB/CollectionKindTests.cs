using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;
using Migrations.IntegrationTests.Enlisting;

namespace Migrations.IntegrationTests.RealMongoDB;

public sealed class CollectionKindTests : RealMongoDBTests
{
    private const int Documents = 60;

    [Test]
    public async Task A_capped_collection_is_migrated_in_place_and_stays_capped()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.CreateCollectionAsync("counters", new CreateCollectionOptions { Capped = true, MaxSize = 1_000_000 });
        await FillAsync(fixture, i => i);

        // MongoDB writes to capped collections outside transactions only.
        await fixture.MigrateAsync("raw", TransactionMode.Never, batchSize: 10);

        var reply = await fixture.Database.RunCommandAsync("""{ "collStats": "counters" }""");
        Assert.That(reply["capped"].ToBoolean(), Is.True);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1).And.Exactly(Documents).Items);
    }

    // Ranges of _ids are cut and read in the server's order, which is not that of the bytes here: "B" comes between "a" and "c".
    [Test]
    public async Task Every_document_of_a_collection_with_a_collation_is_migrated_once_there_and_back([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.CreateCollectionAsync("counters", new CreateCollectionOptions { Collation = new Collation("en", strength: CollationStrength.Secondary) });
        await FillAsync(fixture, i => $"{(char)((i % 2 == 0 ? 'a' : 'A') + (i % 26))}{i}");

        await fixture.MigrateAsync("raw", transaction, batchSize: 7);
        var there = await fixture.ReadAsync("counters");
        await fixture.RollBackAsync("raw", transaction);
        var back = await fixture.ReadAsync("counters");

        Assert.That(there.Select(d => d["count"].AsInt32), Has.All.EqualTo(1).And.Exactly(Documents).Items);
        Assert.That(back.Select(d => d["count"].AsInt32), Has.All.EqualTo(0).And.Exactly(Documents).Items);
    }

    [Test]
    public async Task An_author_creates_a_time_series_and_writes_to_it()
    {
        await using var fixture = await EnlistedFixture.CreateAsync(usesTransaction: false);

        await fixture.Database.CreateCollectionAsync("weather", new CreateCollectionOptions { TimeSeriesOptions = new TimeSeriesOptions("at", "place") });
        await fixture.Database.GetCollection<BsonDocument>("weather").InsertManyAsync(Enumerable.Range(1, 3).Select(day => new BsonDocument { { "at", new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc) }, { "place", "here" }, { "degrees", day } }));

        var collections = await (await fixture.Plain.ListCollectionsAsync(new ListCollectionsOptions { Filter = """{ "name": "weather" }""" })).ToListAsync();
        Assert.That(collections.Single()["type"].AsString, Is.EqualTo("timeseries"));
        Assert.That((await fixture.Plain.GetCollection<BsonDocument>("weather").Find("{}").ToListAsync()).Sum(d => d["degrees"].AsInt32), Is.EqualTo(6));
    }

    private static Task FillAsync(EngineFixture fixture, Func<int, BsonValue> id) =>
        fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", id(i) }, { "count", 0 } }));
}
