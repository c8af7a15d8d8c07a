using Migrations.Engine.Enlisting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Enlisting;

public sealed class ReadOnlyTests
{
    private static readonly (string Name, Func<EnlistedFixture, Task> Run)[] Writes =
    [
        ("InsertOne", f => f.A.InsertOneAsync(EnlistedCalls.Id(100))),
        ("UpdateMany", f => f.A.UpdateManyAsync("{}", "{ $set: { x: 1 } }")),
        ("FindOneAndDelete", f => f.A.FindOneAndDeleteAsync("{}")),
        ("Client.BulkWrite", f => f.Database.Client.BulkWriteAsync([new BulkWriteInsertOneModel<BsonDocument>($"{f.Plain.DatabaseNamespace}.a", EnlistedCalls.Id(1))])),
        ("$out", f => f.A.Aggregate().OutAsync("new")),
        ("CreateCollection", f => f.Database.CreateCollectionAsync("new")),
        ("Indexes.CreateOne", f => f.A.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{ v: 1 }"))),
        ("RunCommand delete", f => f.Database.RunCommandAsync<BsonDocument>("{ delete: 'a', deletes: [{ q: {}, limit: 0 }] }")),
        ("RunCommand drop", f => f.Database.RunCommandAsync<BsonDocument>("{ drop: 'a' }")),
    ];

    public static IEnumerable<string> Names => Writes.Select(w => w.Name);

    [TestCaseSource(nameof(Names))]
    public async Task Code_that_only_looks_cannot_write(string name)
    {
        await using var fixture = await EnlistedFixture.CreateAsync((f, s) => new Enlistment(s, new SchemaChanges(f.PlainClient)) { IsReadOnly = true }, usesTransaction: false);
        var before = await fixture.SnapshotAsync();

        var error = Assert.ThrowsAsync<MigrationException>(() => Writes.Single(w => w.Name == name).Run(fixture));

        Assert.That(error.Code, Is.EqualTo(MigrationErrorCode.CallRefused));
        Assert.That(error.Message, Does.Contain("only reads"));
        Assert.That(await fixture.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task It_reads()
    {
        await using var fixture = await EnlistedFixture.CreateAsync((f, s) => new Enlistment(s, new SchemaChanges(f.PlainClient)) { IsReadOnly = true }, usesTransaction: false);

        Assert.That(await fixture.A.CountDocumentsAsync("{}"), Is.EqualTo(10));
        Assert.That((await fixture.Database.RunCommandAsync<BsonDocument>("{ count: 'a' }"))["n"].ToInt32(), Is.EqualTo(10));
    }
}
