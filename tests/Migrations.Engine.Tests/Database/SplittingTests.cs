using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class SplittingTests
{
    [Test]
    public async Task A_sequence_is_split_by_the_limits_of_the_connection_and_the_counts_are_added()
    {
        await using var server = Small();
        await using var channel = DriverChannel.Create(server.ConnectionString);
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
        await using var channel = DriverChannel.Create(server.ConnectionString);
        var command = Commands.Write("""{ "update": "items", "ordered": false }""", "updates", Statements(6));

        using var reply = await channel.RunAsync(command, null, CancellationToken.None);

        var merged = reply.Document.ToBsonDocument();
        Assert.That(merged["upserted"].AsBsonArray.Select(u => u.AsBsonDocument["index"].ToInt64()), Is.EqualTo(new[] { 1, 4 }));
        Assert.That(merged["writeErrors"].AsBsonArray.Select(u => u.AsBsonDocument["index"].ToInt64()), Is.EqualTo(new[] { 2, 5 }));
        Assert.That(merged["n"].ToInt64(), Is.EqualTo(6));
    }

    [TestCase("true", 1)]
    [TestCase("false", 3)]
    public async Task After_a_write_error_an_ordered_command_stops_and_an_unordered_one_continues(string ordered, int batches)
    {
        await using var server = Small();
        server.Reply("update", """{ "ok": 1, "n": 0, "nModified": 0, "writeErrors": [{ "index": 0, "code": 121, "errmsg": "invalid" }] }""");
        await using var channel = DriverChannel.Create(server.ConnectionString);

        using var reply = await channel.RunAsync(Commands.Write($$"""{ "update": "items", "ordered": {{ordered}} }""", "updates", Statements(9)), null, CancellationToken.None);

        Assert.That(server.RequestsOf("update"), Has.Count.EqualTo(batches));
        Assert.That(WriteReplies.ReadErrors(reply.Document).Single().ServerCode, Is.EqualTo(121));
    }

    [Test]
    public async Task Every_batch_of_a_retryable_write_has_a_number_of_its_own()
    {
        await using var set = new FakeReplicaSet();
        set.Primary.Hello = () => FakeHello.Member("rs0", set.Primary.Address, [set.Primary.Address], set.Primary.Address, 1).Set("maxWriteBatchSize", 3);
        await using var channel = DriverChannel.Create(set.ConnectionString());

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
        await using var channel = DriverChannel.Create(server.ConnectionString);

        Assert.That(
            async () => await channel.RunAsync(Commands.Insert(9), null, CancellationToken.None),
            Throws.InstanceOf<CommandException>().With.Property(nameof(CommandException.ServerCode)).EqualTo(13));
        Assert.That(server.RequestsOf("insert"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_body_of_a_command_in_a_transaction_stays_below_what_the_server_takes()
    {
        await using var set = new FakeReplicaSet();
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();
        session.StartTransaction();
        var documents = Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "a", new byte[1_000_000] } });

        using var reply = await channel.RunAsync(Commands.Write("""{ "insert": "items" }""", "documents", documents), session, CancellationToken.None);

        var inserts = set.Primary.RequestsOf("insert");
        Assert.That(inserts.Select(r => r.Document["documents"].AsBsonArray.Count), Is.EqualTo(new[] { 14, 6 }));
        Assert.That(inserts.Select(r => r.MessageLength), Has.All.LessThan(15_100_000));
        Assert.That(inserts.SelectMany(r => r.Document["documents"].AsBsonArray).Select(d => d.AsBsonDocument["_id"].ToInt64()), Is.EqualTo(Enumerable.Range(0, 20)));
        Assert.That(reply.Document["n"].ToInt64(), Is.EqualTo(20));
    }

    [Test]
    public async Task A_statement_that_no_server_takes_is_named()
    {
        await using var set = new FakeReplicaSet();
        await using var channel = DriverChannel.Create(set.ConnectionString());
        await using var session = channel.StartSession();
        session.StartTransaction();
        var documents = new[] { 10, 17_000_000 }.Select((size, i) => new BsonDocument { { "_id", i }, { "a", new byte[size] } });

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.RunAsync(Commands.Write("""{ "insert": "items" }""", "documents", documents), session, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.StatementTooLarge));
        Assert.That(failure.Message, Does.Contain("Number 1 of the 'documents'"));
    }

    private static FakeServer Small() => new() { Hello = () => FakeHello.Standalone().Set("maxWriteBatchSize", 3) };

    private static IEnumerable<BsonDocument> Statements(int count) =>
        Enumerable.Range(0, count).Select(i => new BsonDocument { { "q", new BsonDocument { { "_id", i } } }, { "u", new BsonDocument { { "$set", new BsonDocument { { "a", 1 } } } } } });
}
