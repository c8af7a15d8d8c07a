using Migrations.Bson;
using Migrations.Channel;
using Migrations.Testing;

namespace Migrations.Abstractions.Tests.Collections;

public sealed class MigrationCollectionTests
{
    [Test]
    public async Task A_document_without_an_id_gets_one_in_front()
    {
        await using var channel = new RecordingChannel();

        await Collection(channel).InsertOneAsync(new BsonDocument("a", 1));

        Assert.That(channel.Commands.Single().Sequence.Single().Names.First(), Is.EqualTo("_id"));
    }

    [Test]
    public async Task Neighbours_of_one_kind_share_a_command()
    {
        await using var channel = new RecordingChannel();

        await Collection(channel).BulkWriteAsync([new DeleteOneModel("{}"), new DeleteOneModel("{}"), new UpdateManyModel("{}", "{}"), new InsertOneModel([]), new InsertOneModel([])]);

        Assert.That(channel.Commands.Select(c => $"{c.Name} {c.Sequence.Count} {c.Kind}"), Is.EqualTo(new[] { "delete 2 RetryableWrite", "update 1 Write", "insert 2 RetryableWrite" }));
    }

    [Test]
    public async Task A_refused_statement_is_thrown_with_the_servers_words()
    {
        await using var channel = new RecordingChannel();
        channel.Reply("update", """{ "n": 0, "ok": 1, "writeErrors": [{ "index": 0, "code": 121, "errmsg": "Document failed validation", "errInfo": { "rule": "x" } }] }""");

        Assert.That(
            async () => await Collection(channel).UpdateOneAsync("{}", "{}"),
            Throws.TypeOf<MongoWriteException>().With.Property("Code").EqualTo(MigrationErrorCode.WriteFailed).And.Message.Contains("121").And.Message.Contains("rule"));
    }

    [Test]
    public async Task Changes_of_indexes_stay_outside_the_session()
    {
        await using var channel = new RecordingChannel();
        await using var session = channel.StartSession();
        var collection = new MigrationDatabase(channel, "shop", session).GetCollection("c");

        await collection.CreateIndexAsync("""{ "a": 1, "b": -1 }""", new IndexOptions { Unique = true });
        await collection.InsertOneAsync([]);

        Assert.That(channel.Commands.Select(c => $"{c.Name} {c.Session}"), Is.EqualTo(new[] { "createIndexes ", "insert 1" }));
        Assert.That(channel.Commands[0].Body["indexes"].AsBsonArray[0].AsBsonDocument["name"].AsString, Is.EqualTo("a_1_b_-1"));
    }

    private static MigrationCollection Collection(RecordingChannel channel) => new MigrationDatabase(channel, "shop").GetCollection("c");
}
