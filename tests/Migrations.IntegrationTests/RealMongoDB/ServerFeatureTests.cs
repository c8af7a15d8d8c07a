using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;
using Migrations.IntegrationTests.Enlisting;

namespace Migrations.IntegrationTests.RealMongoDB;

public sealed class ServerFeatureTests : RealMongoDBTests
{
    [Test]
    public async Task An_author_merges_with_a_pipeline_for_what_is_there_already()
    {
        await using var fixture = await EnlistedFixture.CreateAsync(usesTransaction: false);
        await fixture.Plain.GetCollection<BsonDocument>("b").InsertOneAsync(new BsonDocument { { "_id", 3 }, { "v", 100 } });
        BsonDocument[] stages =
        [
            BsonDocument.Parse("""{ "$match": { "_id": { "$in": [3, 4] } } }"""),
            BsonDocument.Parse("""{ "$merge": { "into": "b", "whenMatched": [{ "$set": { "v": { "$add": ["$v", "$$new.v"] } } }], "whenNotMatched": "insert" } }"""),
        ];

        await (await fixture.A.AggregateAsync<BsonDocument>(stages)).ToListAsync();

        var merged = await fixture.Plain.GetCollection<BsonDocument>("b").Find("{}").Sort("""{ "_id": 1 }""").ToListAsync();
        Assert.That(merged.Select(d => (d["_id"].AsInt32, d["v"].AsInt32)), Is.EqualTo(new[] { (3, 103), (4, 4) }));
    }

    [Test]
    public async Task A_schema_with_every_keyword_refuses_what_the_migration_writes_and_nothing_is_lost([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "count", i == 13 ? 1 : 0 } }));
        await fixture.Database.SetValidatorAsync("counters", """{ "$jsonSchema": { "title": "Counters", "properties": { "_id": {}, "count": { "bsonType": "int", "not": { "enum": [2] } } }, "additionalProperties": false } }""");

        await Assert.ThatAsync(() => fixture.MigrateAsync("raw", transaction, batchSize: 5), Throws.InstanceOf<MigrationException>().With.Message.Contains("13"));
        await fixture.Database.SetValidatorAsync("counters", """{ "$jsonSchema": { "additionalProperties": false, "properties": { "_id": {}, "count": { "anyOf": [{ "minimum": 0, "maximum": 2 }] } } } }""");
        await fixture.MigrateAsync("raw", transaction, batchSize: 5);

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Is.EqualTo(Enumerable.Range(0, 20).Select(i => i == 13 ? 2 : 1)));
    }
}
