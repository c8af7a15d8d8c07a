using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace Migrations.IntegrationTests.Enlisting;

// The second line of defence: what got past the proxies is not sent.
public sealed class EscapeTests
{
    [Test]
    public async Task A_command_without_the_steps_session_is_not_sent_and_the_transaction_lives_on()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var past = fixture.AuthorsClient.GetDatabase(fixture.Plain.DatabaseNamespace.DatabaseName);

        var error = Assert.CatchAsync(() => past.GetCollection<BsonDocument>("b").InsertOneAsync(EnlistedCalls.Id(1)));
        var grid = Assert.CatchAsync(() => new GridFSBucket(past).UploadFromBytesAsync("file", new byte[10]));
        await fixture.A.InsertOneAsync(EnlistedCalls.Id(100));
        await fixture.CommitAsync();

        Assert.That(CodeOf(error), Is.EqualTo(MigrationErrorCode.CallRefused));
        Assert.That(CodeOf(grid), Is.EqualTo(MigrationErrorCode.CallRefused));
        Assert.That(await fixture.Plain.GetCollection<BsonDocument>("b").CountDocumentsAsync("{}"), Is.Zero);
        Assert.That(await fixture.Plain.GetCollection<BsonDocument>("a").CountDocumentsAsync("{ _id: 100 }"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_client_made_from_the_authors_settings_is_stopped_as_well()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        using var copy = new MongoClient(fixture.Database.Client.Settings);
        var past = copy.GetDatabase(fixture.Plain.DatabaseNamespace.DatabaseName).GetCollection<BsonDocument>("b");

        Assert.That(CodeOf(Assert.CatchAsync(() => past.InsertOneAsync(EnlistedCalls.Id(1)))), Is.EqualTo(MigrationErrorCode.CallRefused));
        Assert.That(CodeOf(Assert.CatchAsync(() => past.Find("{}").ToListAsync())), Is.EqualTo(MigrationErrorCode.CallRefused));
    }

    [Test]
    public async Task A_change_of_a_collection_past_the_gate_is_not_sent()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        var past = fixture.AuthorsClient.GetDatabase(fixture.Plain.DatabaseNamespace.DatabaseName);

        var error = Assert.CatchAsync(() => past.CreateCollectionAsync("new"));

        Assert.That(CodeOf(error), Is.EqualTo(MigrationErrorCode.CallRefused));
        Assert.That(await (await fixture.Plain.ListCollectionNamesAsync()).ToListAsync(), Does.Not.Contain("new"));
    }

    [Test]
    public async Task Nothing_is_sent_when_no_body_runs()
    {
        await using var fixture = await EnlistedFixture.CreateAsync();
        await fixture.CommitAsync();

        var error = Assert.CatchAsync(() => fixture.AuthorsClient.GetDatabase(fixture.Plain.DatabaseNamespace.DatabaseName).GetCollection<BsonDocument>("b").InsertOneAsync(EnlistedCalls.Id(1)));

        Assert.That(CodeOf(error), Is.EqualTo(MigrationErrorCode.CallRefused));
    }

    private static MigrationErrorCode CodeOf(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is MigrationException { Code: var code })
            {
                return code;
            }
        }

        return MigrationErrorCode.None;
    }
}
