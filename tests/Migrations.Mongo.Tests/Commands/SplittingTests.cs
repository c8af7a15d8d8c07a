using Migrations.Bson;
using Migrations.Channel;
using Migrations.Testing;

namespace Migrations.Mongo.Tests;

public sealed class SplittingTests
{
    [Test]
    public async Task A_sequence_of_ordinary_size_travels_in_one_message_outside_the_body()
    {
        await using var server = new FakeServer();
        await using var channel = MongoChannel.Create(server.ConnectionString);

        using var reply = await channel.RunAsync(Commands.Insert(10), null, CancellationToken.None);

        var request = server.RequestsOf("insert").Single();
        Assert.That(request.Sequences, Is.EqualTo(new[] { "documents" }));
        Assert.That(request.Document["documents"].AsBsonArray, Has.Count.EqualTo(10));
        Assert.That(reply.Document["n"].ToInt64(), Is.EqualTo(10));
    }

    [Test]
    public async Task A_sequence_is_split_by_the_limits_of_the_connection_and_the_counts_are_added()
    {
        await using var server = Small();
        await using var channel = MongoChannel.Create(server.ConnectionString);
        var command = Commands.Write("""{ "update": "items" }""", "updates", Statements(7));

        using var reply = await channel.RunAsync(command, null, CancellationToken.None);

        Assert.That(server.RequestsOf("update").Select(r => r.Document["updates"].AsBsonArray.Count), Is.EqualTo(new[] { 3, 3, 1 }));
        Assert.That(reply.Document["n"].ToInt64(), Is.EqualTo(7));
        Assert.That(reply.Document["nModified"].ToInt64(), Is.EqualTo(7));
    }

    [Test]
    public async Task Positions_count_from_the_first_statement_of_all()
    {
        await using var server = Small();
        server.ReplyAlways("update", _ => BsonDocument.Parse("""{ "ok": 1, "n": 3, "nModified": 2, "upserted": [{ "index": 1, "_id": "x" }], "writeErrors": [{ "index": 2, "code": 11000, "errmsg": "dup" }] }"""));
        await using var channel = MongoChannel.Create(server.ConnectionString);
        var command = Commands.Write("""{ "update": "items", "ordered": false }""", "updates", Statements(6));

        using var reply = await channel.RunAsync(command, null, CancellationToken.None);

        var merged = reply.Document.ToBsonDocument();
        Assert.That(merged["upserted"].AsBsonArray.Select(u => u.AsBsonDocument["index"].ToInt64()), Is.EqualTo(new[] { 1, 4 }));
        Assert.That(merged["writeErrors"].AsBsonArray.Select(u => u.AsBsonDocument["index"].ToInt64()), Is.EqualTo(new[] { 2, 5 }));
        Assert.That(merged["n"].ToInt64(), Is.EqualTo(6));
    }

    [TestCase("true", 1)]
    [TestCase("false", 3)]
    public async Task After_a_write_error_an_ordered_command_stops_and_an_unordered_one_goes_on(string ordered, int batches)
    {
        await using var server = Small();
        server.Reply("update", """{ "ok": 1, "n": 0, "nModified": 0, "writeErrors": [{ "index": 0, "code": 121, "errmsg": "invalid" }] }""");
        await using var channel = MongoChannel.Create(server.ConnectionString);

        using var reply = await channel.RunAsync(Commands.Write($$"""{ "update": "items", "ordered": {{ordered}} }""", "updates", Statements(9)), null, CancellationToken.None);

        Assert.That(server.RequestsOf("update"), Has.Count.EqualTo(batches));
        Assert.That(WriteReplies.ReadErrors(reply.Document).Single().ServerCode, Is.EqualTo(121));
    }

    [Test]
    public async Task Every_batch_of_a_retryable_write_has_a_number_of_its_own()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Hello = () => FakeHello.Member("rs0", set.Primary.Address, [set.Primary.Address], set.Primary.Address, 1).Set("maxWriteBatchSize", 3);
        await using var channel = MongoChannel.Create(set.ConnectionString());

        using var reply = await channel.RunAsync(Commands.Insert(7), null, CancellationToken.None);

        var numbers = set.Primary.RequestsOf("insert").Select(r => r.Document["txnNumber"]).ToArray();
        Assert.That(numbers, Is.EqualTo(new BsonValue[] { 1L, 2L, 3L }));
        Assert.That(numbers, Has.All.InstanceOf<BsonInt64>());
    }

    [Test]
    public async Task A_failure_of_a_later_batch_is_thrown()
    {
        await using var server = Small();
        server.Reply("insert", """{ "ok": 1, "n": 3 }""").Reply("insert", """{ "ok": 0, "code": 13, "errmsg": "not authorized" }""");
        await using var channel = MongoChannel.Create(server.ConnectionString);

        Assert.That(
            async () => await channel.RunAsync(Commands.Insert(9), null, CancellationToken.None),
            Throws.InstanceOf<MongoCommandException>().With.Property(nameof(MongoCommandException.ServerCode)).EqualTo(13));
        Assert.That(server.RequestsOf("insert"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Messages_stay_below_the_limit_of_the_server()
    {
        await using var server = new FakeServer { Hello = () => FakeHello.Standalone().Set("maxMessageSizeBytes", 200_000) };
        await using var channel = MongoChannel.Create(server.ConnectionString);
        var command = Commands.Write("""{ "insert": "items" }""", "documents", Enumerable.Range(0, 50).Select(i => new BsonDocument { { "_id", i }, { "a", new byte[10_000] } }));

        using var reply = await channel.RunAsync(command, null, CancellationToken.None);

        Assert.That(server.RequestsOf("insert").Select(r => r.MessageLength), Has.All.LessThanOrEqualTo(200_000));
        Assert.That(server.RequestsOf("insert").SelectMany(r => r.Document["documents"].AsBsonArray).Select(d => d.AsBsonDocument["_id"].ToInt64()), Is.EqualTo(Enumerable.Range(0, 50)));
        Assert.That(reply.Document["n"].ToInt64(), Is.EqualTo(50));
    }

    private static FakeServer Small() => new() { Hello = () => FakeHello.Standalone().Set("maxWriteBatchSize", 3) };

    private static IEnumerable<BsonDocument> Statements(int count) =>
        Enumerable.Range(0, count).Select(i => new BsonDocument { { "q", new BsonDocument { { "_id", i } } }, { "u", new BsonDocument { { "$set", new BsonDocument { { "a", 1 } } } } } });
}
