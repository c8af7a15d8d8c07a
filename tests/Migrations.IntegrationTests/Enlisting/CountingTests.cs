using Migrations.Engine.Storage;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Enlisting;

public sealed class CountingTests
{
    private static readonly (string Name, Func<EnlistedFixture, Task> Run, WriteCounts Expected)[] Writes =
    [
        ("InsertOne", f => f.A.InsertOneAsync(EnlistedCalls.Id(100)), new() { Inserted = 1 }),
        ("InsertMany", f => f.A.InsertManyAsync([EnlistedCalls.Id(100), EnlistedCalls.Id(101)]), new() { Inserted = 2 }),
        ("UpdateMany", f => f.A.UpdateManyAsync("{ v: { $gte: 8 } }", "{ $set: { v: 9 } }"), new() { Matched = 2, Modified = 1 }),
        ("UpdateOne with upsert", f => f.A.UpdateOneAsync("{ _id: 100 }", "{ $set: { v: 9 } }", new UpdateOptions { IsUpsert = true }), new() { Inserted = 1 }),
        ("ReplaceOne", f => f.A.ReplaceOneAsync("{ _id: 1 }", EnlistedCalls.Id(1)), new() { Matched = 1, Modified = 1 }),
        ("DeleteMany", f => f.A.DeleteManyAsync("{ v: { $gte: 7 } }"), new() { Deleted = 3 }),
        ("FindOneAndUpdate", f => f.A.FindOneAndUpdateAsync("{ _id: 1 }", "{ $set: { v: 9 } }"), new() { Matched = 1, Modified = 1 }),
        ("FindOneAndUpdate of nothing", f => f.A.FindOneAndUpdateAsync("{ _id: 100 }", "{ $set: { v: 9 } }"), new()),
        ("FindOneAndReplace with upsert", f => f.A.FindOneAndReplaceAsync("{ _id: 100 }", EnlistedCalls.Id(100), new FindOneAndReplaceOptions<BsonDocument> { IsUpsert = true }), new() { Inserted = 1 }),
        ("FindOneAndDelete", f => f.A.FindOneAndDeleteAsync("{ _id: 1 }"), new() { Deleted = 1 }),
        ("BulkWrite", f => f.A.BulkWriteAsync(
        [
            new InsertOneModel<BsonDocument>(EnlistedCalls.Id(100)), new UpdateManyModel<BsonDocument>("{ v: { $lt: 3 } }", "{ $set: { v: 2 } }"), new DeleteOneModel<BsonDocument>("{ _id: 9 }"),
        ]), new() { Inserted = 1, Matched = 3, Modified = 2, Deleted = 1 }),
        ("Client.BulkWrite", f => f.Database.Client.BulkWriteAsync(
        [
            new BulkWriteInsertOneModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.a", EnlistedCalls.Id(100)),
            new BulkWriteUpdateManyModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.a", "{ v: { $lt: 3 } }", "{ $set: { v: 2 } }"),
            new BulkWriteDeleteOneModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.a", "{ _id: 9 }"),
        ]), new() { Inserted = 1, Matched = 3, Modified = 2, Deleted = 1 }),
        ("RunCommand update", f => f.Database.RunCommandAsync<BsonDocument>("{ update: 'a', updates: [{ q: { _id: 1 }, u: { $set: { v: 9 } } }] }"), new() { Matched = 1, Modified = 1 }),
        ("Find", f => f.A.Find("{}").ToListAsync(), new()),
    ];

    public static IEnumerable<string> Names => Writes.Select(w => w.Name);

    [TestCaseSource(nameof(Names))]
    public async Task What_was_written_is_counted(string name)
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var (_, run, expected) = Writes.Single(w => w.Name == name);

        await run(fixture);

        Assert.That(fixture.Enlistment.Tally.Counts, Is.EqualTo(expected));
        Assert.That(fixture.Enlistment.Tally.Collections, Is.EqualTo(name == "Find" ? [] : new[] { "a" }));
    }

    [Test]
    public async Task The_engine_learns_of_each_answer_in_the_transaction()
    {
        var answers = 0;
        await using var fixture = await EnlistedFixture.CreateAsync((f, s) => new(s, new Migrations.Engine.Enlisting.DryRunSchemaChanges(f.Noted.Add)) { Answered = () => answers++ });

        await fixture.A.EstimatedDocumentCountAsync();
        var outside = answers;
        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));
        await fixture.A.CountDocumentsAsync("{}");

        Assert.That((outside, answers), Is.EqualTo((0, 2)));
    }

    [Test]
    public async Task It_is_counted_without_a_transaction_too()
    {
        await using var fixture = await EnlistedFixture.CreateAsync(usesTransaction: false);

        await fixture.A.UpdateManyAsync("{ v: { $gte: 8 } }", "{ $set: { v: 9 } }");

        Assert.That(fixture.Enlistment.Tally.Counts, Is.EqualTo(new WriteCounts { Matched = 2, Modified = 1 }));
    }
}
