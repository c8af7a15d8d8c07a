using MongoDB.Bson;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Passes.Scanning;

public sealed class PageReaderTests
{
    private static readonly IdRange Numbers = new(IdKinds.Numbers, IdKinds.Numbers) { After = 10, UpTo = 20 };
    private static readonly IdRange BehindNumbers = new(IdKinds.Numbers + 1, IdKinds.Count - 1);
    private static readonly IdRange BeforeNumbers = new(0, IdKinds.Numbers - 1);

    [Test]
    public async Task Kinds_behind_the_greatest_id_are_not_searched()
    {
        var channel = new RecordingChannel().ReplyWithDocuments("find", """{ "_id": 99 }""");

        using var page = await ReadAsync(channel, BehindNumbers, null, 100);

        Assert.That(page.Count, Is.Zero);
        Assert.That(page.IsLast, Is.True);
        Assert.That(channel.Commands.Single().Body["sort"], Is.EqualTo(new BsonDocument("_id", -1)));
    }

    [Test]
    public async Task Kinds_before_the_least_id_are_not_searched()
    {
        var channel = new RecordingChannel().ReplyWithDocuments("find", """{ "_id": 0 }""");

        using var page = await ReadAsync(channel, BeforeNumbers, null, 100);

        Assert.That(page.Count, Is.Zero);
        Assert.That(channel.Commands.Single().Body["sort"], Is.EqualTo(new BsonDocument("_id", 1)));
    }

    [Test]
    public async Task Kinds_that_reach_to_the_greatest_id_are_read()
    {
        var channel = new RecordingChannel().ReplyWithDocuments("find", """{ "_id": "z" }""").ReplyWithDocuments("find", """{ "_id": "a" }""", """{ "_id": "z" }""");

        using var page = await ReadAsync(channel, BehindNumbers, null, 2);

        Assert.That(page.Count, Is.EqualTo(2));
        Assert.That(channel.Commands[1].Body["filter"]["_id"].AsBsonDocument.Names, Is.EqualTo(["$type"]));
    }

    [Test]
    public async Task The_last_id_of_one_kind_is_followed_by_the_kinds_behind_it()
    {
        var channel = new RecordingChannel().ReplyWithDocuments("find").ReplyWithDocuments("find", """{ "_id": "z" }""").ReplyWithDocuments("find", """{ "_id": "z" }""");

        using var page = await ReadAsync(channel, IdRange.Whole, 99, 1);

        Assert.That(page.Single()["_id"].AsString, Is.EqualTo("z"));
    }

    [Test]
    public async Task A_page_that_is_not_full_is_the_last_one_when_nothing_comes_behind_it()
    {
        var channel = new RecordingChannel().ReplyWithDocuments("find", """{ "_id": 11 }""", """{ "_id": 12 }""");

        using var page = await ReadAsync(channel, Numbers, null, 3);

        Assert.That(page.Count, Is.EqualTo(2));
        Assert.That(page.IsLast, Is.True);
        Assert.That(channel.Commands[1].Body["filter"].ToJson(), Is.EqualTo("""{ "_id" : { "$gt" : 12, "$lte" : 20 } }"""));
        Assert.That(channel.Commands[1].Body["limit"].AsInt32, Is.EqualTo(1));
    }

    // The server ends an answer early at 16 MiB.
    [Test]
    public async Task A_page_that_the_server_cut_short_is_not_the_last_one()
    {
        var channel = new RecordingChannel().ReplyWithDocuments("find", """{ "_id": 11 }""", """{ "_id": 12 }""").ReplyWithDocuments("find", """{ "_id": 13 }""");

        using var page = await ReadAsync(channel, Numbers, null, 3);

        Assert.That(page.Count, Is.EqualTo(2));
        Assert.That(page.IsLast, Is.False);
    }

    [Test]
    public async Task A_full_page_is_not_the_last_one_and_nothing_is_asked()
    {
        var channel = new RecordingChannel().ReplyWithDocuments("find", """{ "_id": 11 }""");

        using var page = await ReadAsync(channel, Numbers, null, 1);

        Assert.That(page.IsLast, Is.False);
        Assert.That(channel.Commands, Has.Count.EqualTo(1));
    }

    private static Task<DocumentPage> ReadAsync(RecordingChannel channel, IdRange range, BsonValue? last, int size) =>
        new PageReader(channel, "test", "things", []).ReadAfterAsync(range, last, size, null, CancellationToken.None);
}
