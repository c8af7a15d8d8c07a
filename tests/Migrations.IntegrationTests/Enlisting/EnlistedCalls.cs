using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Linq;

namespace Migrations.IntegrationTests.Enlisting;

// Every way in which code with a database in its hands reads and writes.
internal static class EnlistedCalls
{
    private static readonly FilterDefinition<BsonDocument> All = "{}";

    public static IEnumerable<(string Name, Func<EnlistedFixture, Task> Run)> InTransaction => [.. Inserting, .. Updating, .. Deleting, .. Finding, .. Aggregating, .. Querying, .. Derived, .. Commands];

    private static IEnumerable<(string, Func<EnlistedFixture, Task>)> Inserting =>
    [
        ("InsertOne", Sync(f => f.A.InsertOne(Id(100)))),
        ("InsertOneAsync", f => f.A.InsertOneAsync(Id(101))),
#pragma warning disable CS0618 // Old code calls the overload that is obsolete.
        ("InsertOneAsync, obsolete overload", f => f.A.InsertOneAsync(Id(102), CancellationToken.None)),
#pragma warning restore CS0618
        ("InsertMany", Sync(f => f.A.InsertMany([Id(103), Id(104)]))),
        ("InsertManyAsync", f => f.A.InsertManyAsync([Id(105), Id(106)])),
        ("InsertOneAsync with the session", f => f.A.InsertOneAsync(f.Enlistment.AuthorSession, Id(107))),
        ("BulkWrite", Sync(f => f.A.BulkWrite([new InsertOneModel<BsonDocument>(Id(108))]))),
        ("BulkWriteAsync of everything", f => f.A.BulkWriteAsync(
        [
            new InsertOneModel<BsonDocument>(Id(200)), new UpdateOneModel<BsonDocument>("{ _id: 200 }", "{ $set: { k: 1 } }"), new DeleteOneModel<BsonDocument>("{ _id: 201 }"),
            new ReplaceOneModel<BsonDocument>("{ _id: 202 }", new BsonDocument("n", 1)) { IsUpsert = true }, new UpdateManyModel<BsonDocument>("{ _id: { $gt: 200 } }", "{ $set: { m: 1 } }"),
        ])),
        ("Client.BulkWriteAsync", f => f.Database.Client.BulkWriteAsync(
        [
            new BulkWriteInsertOneModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.b", Id(400)), new BulkWriteUpdateManyModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.a", All, "{ $set: { bw: 1 } }"),
        ])),
        ("Client.BulkWrite", Sync(f => f.Database.Client.BulkWrite([new BulkWriteInsertOneModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.b", Id(100))]))),
    ];

    private static IEnumerable<(string, Func<EnlistedFixture, Task>)> Updating =>
    [
        ("UpdateManyAsync with builders", f => f.A.UpdateManyAsync(Builders<BsonDocument>.Filter.Gte("v", 5), Builders<BsonDocument>.Update.Set("w", 1))),
        ("UpdateMany", Sync(f => f.A.UpdateMany("{ v: 1 }", "{ $set: { x: 1 } }"))),
        ("UpdateOne with expressions", Sync(f => Points(f).UpdateOne(p => p.Id == 1, Builders<Point>.Update.Set(p => p.Value, 77)))),
        ("UpdateOneAsync with upsert", f => f.A.UpdateOneAsync("{ _id: 500 }", "{ $set: { x: 1 } }", new UpdateOptions { IsUpsert = true })),
        ("UpdateManyAsync with a pipeline", f => f.A.UpdateManyAsync(All, Builders<BsonDocument>.Update.Pipeline(new BsonDocument[] { new("$set", new BsonDocument("z", "$v")) }))),
        ("ReplaceOneAsync", f => f.A.ReplaceOneAsync("{ _id: 2 }", new BsonDocument { { "_id", 2 }, { "r", 1 } })),
        ("ReplaceOne", Sync(f => f.A.ReplaceOne("{ _id: 2 }", new BsonDocument { { "_id", 2 }, { "r", 2 } }))),
#pragma warning disable CS0618 // Old code calls the overload that is obsolete.
        ("ReplaceOneAsync, obsolete overload", f => f.A.ReplaceOneAsync("{ _id: 2 }", new BsonDocument { { "_id", 2 }, { "r", 3 } }, new UpdateOptions())),
#pragma warning restore CS0618
        ("FindOneAndUpdateAsync", f => f.A.FindOneAndUpdateAsync("{ _id: 5 }", "{ $set: { q: 1 } }")),
        ("FindOneAndUpdate", Sync(f => f.A.FindOneAndUpdate("{ _id: 5 }", "{ $set: { q: 2 } }"))),
        ("FindOneAndReplaceAsync", f => f.A.FindOneAndReplaceAsync("{ _id: 7 }", Id(7))),
        ("FindOneAndReplace", Sync(f => f.A.FindOneAndReplace("{ _id: 7 }", Id(7)))),
    ];

    private static IEnumerable<(string, Func<EnlistedFixture, Task>)> Deleting =>
    [
        ("DeleteOneAsync", f => f.A.DeleteOneAsync("{ _id: 3 }")),
        ("DeleteOne with options", Sync(f => f.A.DeleteOne("{ _id: 3 }", new DeleteOptions()))),
        ("DeleteMany with an expression", Sync(f => Points(f).DeleteMany(p => p.Id == 4))),
        ("DeleteManyAsync", f => f.A.DeleteManyAsync("{ _id: 4 }")),
        ("FindOneAndDelete", Sync(f => f.A.FindOneAndDelete("{ _id: 6 }"))),
        ("FindOneAndDeleteAsync", f => f.A.FindOneAndDeleteAsync("{ _id: 6 }")),
    ];

    private static IEnumerable<(string, Func<EnlistedFixture, Task>)> Finding =>
    [
        ("Find, fluent", async f => Assert.That(await f.A.Find("{ _id: 100 }").Sort("{ _id: 1 }").ToListAsync(), Has.Count.EqualTo(1))),
        ("Find, fluent and synchronous", Sync(f => Assert.That((f.A.Find(All).Any(), f.A.Find("{ _id: 100 }").First()["_id"].AsInt32, f.A.Find("{ _id: 100 }").CountDocuments()), Is.EqualTo((true, 100, 1L))))),
        ("Find with the session", async f => Assert.That(await f.A.Find(f.Enlistment.AuthorSession, "{ _id: 100 }").ToListAsync(), Has.Count.EqualTo(1))),
        ("FindSync with a page of 2", Sync(f => Assert.That(f.A.FindSync("{ _id: { $lt: 10 } }", new FindOptions<BsonDocument> { BatchSize = 2 }).ToList(), Has.Count.GreaterThan(2)))),
        ("FindAsync", async f => Assert.That(await (await f.A.FindAsync("{ _id: 100 }")).ToListAsync(), Has.Count.EqualTo(1))),
        ("ForEachAsync", f => f.A.Find(All).ForEachAsync(_ => { })),
        ("CountDocumentsAsync", async f => Assert.That(await f.A.CountDocumentsAsync("{ _id: 100 }"), Is.EqualTo(1))),
        ("CountDocuments", Sync(f => Assert.That(f.A.CountDocuments("{ _id: 100 }"), Is.EqualTo(1)))),
        ("Distinct", Sync(f => Assert.That(f.A.Distinct<int>("_id", "{ _id: 100 }").ToList(), Is.EqualTo(new[] { 100 })))),
        ("DistinctAsync", async f => Assert.That(await (await f.A.DistinctAsync<int>("_id", "{ _id: 100 }")).ToListAsync(), Is.EqualTo(new[] { 100 }))),
        ("DistinctMany", Sync(f => f.A.DistinctMany<int>("_id", All).ToList())),
    ];

    private static IEnumerable<(string, Func<EnlistedFixture, Task>)> Aggregating =>
    [
        ("Aggregate, fluent with Lookup", async f => Assert.That(await f.A.Aggregate().Match("{ _id: { $gte: 100 } }").Lookup("b", "_id", "x", "j").ToListAsync(), Is.Not.Empty)),
        ("AggregateAsync", async f => Assert.That(await (await f.A.AggregateAsync<BsonDocument>(new BsonDocument[] { new("$match", new BsonDocument("_id", 100)) })).ToListAsync(), Has.Count.EqualTo(1))),
        ("Aggregate", Sync(f => f.A.Aggregate<BsonDocument>(new BsonDocument[] { new("$match", new BsonDocument("_id", 100)) }).ToList())),
        ("Lookup of a collection, typed", f => Points(f).Aggregate().Lookup<Point, Point, Joined>(f.Database.GetCollection<Point>("b"), p => p.Id, q => q.Value, j => j.Others).ToListAsync()),
        ("UnionWith a collection", f => Points(f).Aggregate().UnionWith(f.Database.GetCollection<Point>("b")).ToListAsync()),
        ("Database.Aggregate of $documents", async f => Assert.That(await (await f.Database.AggregateAsync<BsonDocument>(new BsonDocument[] { new("$documents", new BsonArray { new BsonDocument("x", 1) }) })).ToListAsync(), Has.Count.EqualTo(1))),
    ];

    private static IEnumerable<(string, Func<EnlistedFixture, Task>)> Querying =>
    [
        ("AsQueryable", Sync(f => Assert.That(Points(f).AsQueryable().Where(p => p.Id == 100).Select(p => p.Id).ToList(), Has.Count.EqualTo(1)))),
        ("AsQueryable, asynchronous", async f => Assert.That((await Points(f).AsQueryable().CountAsync(p => p.Id == 100), (await Points(f).AsQueryable().Where(p => p.Id == 100).ToListAsync()).Count), Is.EqualTo((1, 1)))),
        ("LINQ Join", Sync(f => Assert.That(Points(f).AsQueryable().Join(f.Database.GetCollection<Point>("b").AsQueryable(), x => x.Id, y => y.Id, (x, y) => x.Id).ToList(), Has.Count.EqualTo(1)))),
        ("LINQ GroupJoin", Sync(f => Assert.That(Points(f).AsQueryable().GroupJoin(f.Database.GetCollection<Point>("b").AsQueryable(), x => x.Id, y => y.Id, (x, y) => new { x.Id, Count = y.Count() }).ToList(), Is.Not.Empty))),
        ("LINQ Lookup of a collection", f => Points(f).AsQueryable().Lookup(f.Database.GetCollection<Point>("b"), x => x.Id, y => y.Id).ToListAsync()),
    ];

    private static IEnumerable<(string, Func<EnlistedFixture, Task>)> Derived =>
    [
        ("OfType", async f => Assert.That((await f.Database.GetCollection<Animal>("animals").OfType<Cat>().UpdateManyAsync(c => c.Lives > 1, Builders<Cat>.Update.Inc(c => c.Lives, -1))).ModifiedCount, Is.EqualTo(1))),
        ("OfType, LINQ", Sync(f => Assert.That(f.Database.GetCollection<Animal>("animals").OfType<Cat>().AsQueryable().Where(c => c.Lives == 8).ToList(), Has.Count.EqualTo(1)))),
        ("WithWriteConcern", Sync(f => f.A.WithWriteConcern(WriteConcern.W1).InsertOne(Id(300)))),
        ("WithReadConcern", async f => Assert.That(await f.A.WithReadConcern(ReadConcern.Majority).Find("{ _id: 300 }").ToListAsync(), Has.Count.EqualTo(1))),
        ("WithReadPreference", async f => Assert.That(await f.A.WithReadPreference(ReadPreference.SecondaryPreferred).Find("{ _id: 300 }").ToListAsync(), Has.Count.EqualTo(1))),
        ("collection.Database", Sync(f => f.A.Database.GetCollection<BsonDocument>("b").InsertOne(Id(2)))),
        ("collection.Database.Client", Sync(f => f.A.Database.Client.GetDatabase(f.Plain.DatabaseNamespace.DatabaseName).GetCollection<BsonDocument>("b").InsertOne(Id(3)))),
        ("database.WithReadConcern and client.WithWriteConcern", Sync(f => f.Database.WithReadConcern(ReadConcern.Local).Client.WithWriteConcern(WriteConcern.WMajority).GetDatabase(f.Plain.DatabaseNamespace.DatabaseName).GetCollection<BsonDocument>("b").InsertOne(Id(4)))),
        ("queryable.GetClient", f => IQueryableExtensions.GetClient(Points(f).AsQueryable()).GetDatabase(f.Plain.DatabaseNamespace.DatabaseName).GetCollection<BsonDocument>("b").InsertOneAsync(Id(5))),
        ("session.Client", f => f.Enlistment.AuthorSession!.Client.GetDatabase(f.Plain.DatabaseNamespace.DatabaseName).GetCollection<BsonDocument>("b").InsertOneAsync(Id(6))),
    ];

    private static IEnumerable<(string, Func<EnlistedFixture, Task>)> Commands =>
    [
        ("RunCommand insert", f => f.Database.RunCommandAsync<BsonDocument>("{ insert: 'a', documents: [{ _id: 600 }] }")),
        ("RunCommand update", async f => Assert.That((await f.Database.RunCommandAsync<BsonDocument>("{ update: 'a', updates: [{ q: { _id: 600 }, u: { $set: { rc: 1 } } }] }"))["n"].ToInt32(), Is.EqualTo(1))),
        ("RunCommand findAndModify", f => f.Database.RunCommandAsync<BsonDocument>("{ findAndModify: 'a', query: { _id: 600 }, update: { $set: { rc: 2 } } }")),
        ("RunCommand find", Sync(f => Assert.That(f.Database.RunCommand<BsonDocument>("{ find: 'a', filter: { _id: 600 } }")["cursor"]["firstBatch"].AsBsonArray, Has.Count.EqualTo(1)))),
        ("RunCommand aggregate", f => f.Database.RunCommandAsync<BsonDocument>("{ aggregate: 'a', pipeline: [], cursor: {} }")),
        ("RunCommand delete with the session", f => f.Database.RunCommandAsync<BsonDocument>(f.Enlistment.AuthorSession, "{ delete: 'a', deletes: [{ q: { _id: 600 }, limit: 1 }] }")),
    ];

    public static BsonDocument Id(int id) => new("_id", id);

    private static IMongoCollection<Point> Points(EnlistedFixture fixture) => fixture.Database.GetCollection<Point>("a");

    private static Func<EnlistedFixture, Task> Sync(Action<EnlistedFixture> run) => fixture =>
    {
        run(fixture);
        return Task.CompletedTask;
    };
}
