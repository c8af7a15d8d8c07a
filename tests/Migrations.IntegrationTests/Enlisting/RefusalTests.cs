using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace Migrations.IntegrationTests.Enlisting;

public sealed class RefusalTests
{
    private static readonly (string Name, Func<EnlistedFixture, Task> Run)[] Refused =
    [
        ("collection.Watch", f => f.A.WatchAsync()),
        ("database.Watch", f => f.Database.WatchAsync()),
        ("client.Watch", f => f.Database.Client.WatchAsync()),
        ("client.StartSession", f => f.Database.Client.StartSessionAsync()),
        ("client.DropDatabase", f => f.Database.Client.DropDatabaseAsync(f.Plain.DatabaseNamespace.DatabaseName)),
        ("client.Cluster", f => Task.FromResult(f.Database.Client.Cluster)),
        ("GridFS", f => new GridFSBucket(f.Database).UploadFromBytesAsync("file", new byte[10])),
#pragma warning disable CS0618 // Old code calls what is obsolete.
        ("collection.Count", f => f.A.CountAsync("{}")),
        ("collection.MapReduce", f => f.A.MapReduceAsync<BsonDocument>("function() {}", "function() {}")),
#pragma warning restore CS0618
        ("aggregate with $merge", f => f.A.Aggregate().Match("{ _id: 1 }").Merge(f.Database.GetCollection<BsonDocument>("b")).ToListAsync()),
        ("aggregate with $out", f => f.A.Aggregate().OutAsync("new")),
        ("AggregateToCollection", f => f.A.AggregateToCollectionAsync<BsonDocument>(new BsonDocument[] { new("$out", "new") })),
        ("RunCommand with $out", f => f.Database.RunCommandAsync<BsonDocument>("{ aggregate: 'a', pipeline: [{ $out: 'new' }], cursor: {} }")),
        ("RunCommand dropDatabase", f => f.Database.RunCommandAsync<BsonDocument>("{ dropDatabase: 1 }")),
        ("RunCommand commitTransaction", f => f.Database.RunCommandAsync<BsonDocument>("{ commitTransaction: 1 }")),
        ("RunCommand of an unknown command", f => f.Database.RunCommandAsync<BsonDocument>("{ profile: 2 }")),
        ("RunCommand with a session of its own", f => f.Database.RunCommandAsync<BsonDocument>("{ insert: 'a', documents: [{ _id: 1 }], lsid: { id: 1 } }")),
        ("unacknowledged writes", f => f.A.WithWriteConcern(WriteConcern.Unacknowledged).InsertOneAsync(EnlistedCalls.Id(1000))),
        ("a collection with unacknowledged writes", f => f.Database.GetCollection<BsonDocument>("a", new MongoCollectionSettings { WriteConcern = WriteConcern.Unacknowledged }).InsertOneAsync(EnlistedCalls.Id(1000))),
        ("session.CommitTransaction", f => f.Enlistment.AuthorSession!.CommitTransactionAsync()),
        ("session.AbortTransaction", f => f.Enlistment.AuthorSession!.AbortTransactionAsync()),
        ("session.WithTransaction", f => f.Enlistment.AuthorSession!.WithTransactionAsync((_, _) => Task.FromResult(true))),
    ];

    public static IEnumerable<string> Names => Refused.Select(r => r.Name);

    [TestCaseSource(nameof(Names))]
    public async Task What_cannot_take_part_is_refused_and_not_sent(string name)
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var before = await fixture.SnapshotAsync();

        var error = Assert.ThrowsAsync<MigrationException>(() => Refused.Single(r => r.Name == name).Run(fixture));
        var sent = fixture.TakeSent();
        await fixture.AbortAsync();

        Assert.That(error.Code, Is.EqualTo(MigrationErrorCode.CallRefused));
        Assert.That(sent, Is.Empty);
        Assert.That(await fixture.SnapshotAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Another_session_is_refused()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        using var other = await fixture.AuthorsClient.StartSessionAsync();

        var error = Assert.ThrowsAsync<MigrationException>(async () => await fixture.A.UpdateOneAsync(other, "{ _id: 1 }", "{ $set: { s: 1 } }"));

        Assert.That((error.Code, error.Message), Is.EqualTo((MigrationErrorCode.CallRefused, "'IMongoCollection.UpdateOneAsync' was given a session other than the migration's own, so it was not done: it would survive a rollback of the migration. Leave the session out, or pass the context's.")));
    }

    [Test]
    public async Task A_session_is_refused_where_the_step_has_none()
    {
        await using var fixture = await EnlistedFixture.CreateAsync(usesTransaction: false);
        using var other = await fixture.AuthorsClient.StartSessionAsync();

        await Assert.ThatAsync(() => fixture.A.Find(other, "{}").ToListAsync(), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.CallRefused));
    }

    [Test]
    public async Task Disposing_of_client_or_session_does_nothing()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();

        fixture.Database.Client.Dispose();
        fixture.Enlistment.AuthorSession!.Dispose();
        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));
        await fixture.CommitAsync();

        Assert.That(await fixture.Plain.GetCollection<BsonDocument>("a").CountDocumentsAsync("{ _id: 100 }"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_body_that_has_ended_cannot_continue()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var kept = fixture.A;
        await fixture.CommitAsync();

        await Assert.ThatAsync(() => kept.InsertOneAsync(EnlistedCalls.Id(100)), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.CallRefused).And.Message.Contains("had returned"));
    }

    [Test]
    public async Task A_call_is_refused_when_the_lock_is_lost()
    {
        var isLost = false;
        await using var fixture = await EnlistedFixture.CreateAsync((f, s) => new(s, new Migrations.Engine.Enlisting.DryRunSchemaChanges(f.Noted.Add))
        {
            Check = () =>
            {
                if (isLost)
                {
                    throw new MigrationException(MigrationErrorCode.LockLost, "The lock is lost.");
                }
            },
        });
        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));
        isLost = true;

        await Assert.ThatAsync(() => fixture.A.InsertOneAsync(EnlistedCalls.Id(101)), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.LockLost));
    }
}
