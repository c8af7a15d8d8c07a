using System.Buffers.Binary;
using System.Diagnostics;
using Migrations.Bson;
using Migrations.Channel;
using Migrations.Testing;

namespace Migrations.Mongo.Tests;

// Whatever disturbs a conversation, the connection is closed and never used again.
public sealed class BrokenConversationTests
{
    private static readonly byte[] Ok = new BsonDocument { { "ok", 1 } }.ToRaw().Bytes.ToArray();

    private static IEnumerable<TestCaseData> BrokenReplies()
    {
        yield return Case("answers another request", id => Message(id + 1, 2013, Ok));
        yield return Case("is an OP_REPLY", id => Message(id, 1, Ok));
        yield return Case("has an unknown operation code", id => Message(id, 2012, Ok));
        yield return Case("says it is too short", id => WithLength(Message(id, 2013, Ok), 15));
        yield return Case("says it is negative", id => WithLength(Message(id, 2013, Ok), -1));
        yield return Case("says it is enormous", id => WithLength(Message(id, 2013, Ok), 50_000_000));
        yield return Case("has bytes behind its end", id => [.. Message(id, 2013, Ok), 1, 2, 3]);
        yield return Case("has a body that is no document", id => Message(id, 2013, [9, 0, 0, 0, 1, 2, 3, 4, 5]));
        yield return Case("has a body whose fields are broken", id => Message(id, 2013, [10, 0, 0, 0, 0x7A, 111, 107, 0, 1, 0]));
        yield return Case("has a success that is a string", id => Message(id, 2013, new BsonDocument { { "ok", new BsonObjectId(ObjectId.GenerateNewId()) }, { "writeConcernError", new BsonDocument { { "code", "x" } } } }.ToRaw().Bytes.ToArray()));
        yield return Case("is an HTTP page", _ => "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

        static TestCaseData Case(string name, Func<int, byte[]> reply) => new TestCaseData(reply).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(BrokenReplies))]
    public async Task A_reply_that_breaks_the_protocol_closes_the_connection(Func<int, byte[]> reply)
    {
        await using var server = new FakeServer();
        server.Fail(new FakeFault { Command = "ping", Bytes = reply });
        await using var channel = MongoChannel.Create(server.ConnectionString);

        var failure = Assert.CatchAsync<MongoException>(async () => await PingAsync(channel));
        await PingAsync(channel);

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.ProtocolViolated));
        Assert.That(server.RequestsOf("ping").Select(r => r.Connection).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_reply_that_is_cut_off_is_a_lost_connection()
    {
        await using var server = new FakeServer();
        server.Fail(new FakeFault { Command = "ping", Bytes = id => WithLength(Message(id, 2013, Ok), 5000) });
        await using var channel = MongoChannel.Create(server.ConnectionString);

        var ping = PingAsync(channel);
        while (server.RequestsOf("ping").Count == 0)
        {
            await Task.Yield();
        }

        server.CloseConnections();

        await Assert.ThatAsync(() => ping, Throws.InstanceOf<MongoException>().With.Property(nameof(MongoException.Code)).EqualTo(MigrationErrorCode.ConnectionLost));
    }

    [Test]
    public async Task Cancelling_a_command_is_prompt_and_its_connection_is_never_used_again()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        server.Fail(new FakeFault { Command = "find", WaitsFor = gate.Task });
        await using var channel = MongoChannel.Create(server.ConnectionString);
        await PingAsync(channel);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();

        Assert.That(async () => await channel.RunAsync(Commands.Find(), null, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        var elapsed = watch.Elapsed;
        gate.SetResult();
        await PingAsync(channel);

        Assert.That(elapsed, Is.LessThan(TimeSpan.FromSeconds(3)));
        Assert.That(server.Requests.Select(r => r.Connection), Is.EqualTo(new[] { server.Requests[0].Connection, server.Requests[0].Connection, server.Requests[2].Connection }));
        Assert.That(server.Requests[2].Connection, Is.Not.EqualTo(server.Requests[1].Connection));
        Assert.That(server.Requests[2].Document["lsid"], Is.Not.EqualTo(server.Requests[1].Document["lsid"]), "the session is in an unknown state too");
    }

    [Test]
    public async Task Cancelling_while_a_large_message_is_being_sent_is_prompt()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        server.Fail(new FakeFault { Command = "ping", WaitsFor = gate.Task });
        await using var channel = MongoChannel.Create(server.ConnectionString);
        using var cancellation = new CancellationTokenSource();
        await channel.ConnectAsync(CancellationToken.None);
        var documents = Enumerable.Range(0, 40).Select(i => new BsonDocument { { "_id", i }, { "a", new byte[1_000_000] } });
        var stuck = new TaskCompletionSource();
        server.Fail(new FakeFault { Command = "insert", WaitsFor = stuck.Task });

        var insert = channel.RunAsync(Commands.Write("""{ "insert": "items" }""", "documents", documents), null, cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThatAsync(() => insert.WaitAsync(TimeSpan.FromSeconds(5)), Throws.InstanceOf<OperationCanceledException>());
        stuck.SetResult();
        gate.SetResult();
    }

    [Test]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_socket_timeout()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        await using var channel = MongoChannel.Create(server.ConnectionString + "?socketTimeoutMS=200");
        await channel.ConnectAsync(CancellationToken.None);
        server.Fail(new FakeFault { Command = "ping", WaitsFor = gate.Task });

        var failure = Assert.CatchAsync<MongoException>(async () => await PingAsync(channel));
        await PingAsync(channel);

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.CommandTimedOut));
        gate.SetResult();
    }

    [Test]
    public async Task A_limit_of_a_command_reaches_the_server()
    {
        await using var server = new FakeServer();
        await using var channel = MongoChannel.Create(server.ConnectionString);

        using var reply = await channel.RunAsync(Commands.Find() with { Timeout = TimeSpan.FromSeconds(3) }, null, CancellationToken.None);

        Assert.That(server.RequestsOf("find").Single().Document["maxTimeMS"].ToInt64(), Is.EqualTo(3000));
    }

    [Test]
    public async Task A_server_that_does_not_greet_is_given_up_after_the_connect_timeout()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        server.Fail(new FakeFault { Command = "hello", WaitsFor = gate.Task, Times = 100 });
        await using var channel = MongoChannel.Create(server.ConnectionString + "?connectTimeoutMS=150&serverSelectionTimeoutMS=600");

        Assert.That(async () => await channel.ConnectAsync(CancellationToken.None), Throws.InstanceOf<MongoException>().With.Message.Contains("connectTimeoutMS"));
        gate.SetResult();
    }

    [Test]
    public async Task A_channel_that_was_closed_is_a_fault_of_the_caller()
    {
        await using var server = new FakeServer();
        var channel = MongoChannel.Create(server.ConnectionString);
        await PingAsync(channel);

        await channel.DisposeAsync();

        await Assert.ThatAsync(() => PingAsync(channel), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(server.RequestsOf("endSessions").Single().Document["endSessions"].AsBsonArray, Has.Count.EqualTo(1));
    }

    private static async Task PingAsync(MongoChannel channel)
    {
        using var reply = await channel.RunAsync(Commands.Of("shop", """{ "ping": 1 }"""), null, CancellationToken.None);
    }

    private static byte[] Message(int responseTo, int opCode, byte[] body)
    {
        byte[] message = [.. new byte[20], 0, .. body];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), responseTo);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), opCode);
        return message;
    }

    private static byte[] WithLength(byte[] message, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(message, length);
        return message;
    }
}
