using System.Buffers.Binary;
using System.Diagnostics;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

// Whatever disturbs a conversation, the connection is closed and never used again.
public sealed class BrokenConversationTests
{
    private static readonly byte[] Ok = new BsonDocument { { "ok", 1 } }.ToRaw().Bytes.ToArray();

    [Test]
    public async Task A_reply_that_is_cut_off_is_a_lost_connection()
    {
        await using var server = new FakeServer();
        server.Fail(new FakeFault { Command = "ping", Bytes = id => WithLength(Message(id, 2013, Ok), 5000) });
        await using var channel = DriverChannel.Create(server.ConnectionString);

        var ping = PingAsync(channel);
        while (server.RequestsOf("ping").Count == 0)
        {
            await Task.Yield();
        }

        server.CloseConnections();

        await Assert.ThatAsync(() => ping, Throws.InstanceOf<DatabaseException>().With.Property(nameof(DatabaseException.Code)).EqualTo(MigrationErrorCode.ConnectionLost));
    }

    [Test]
    public async Task Cancelling_a_command_is_prompt_and_its_connection_is_never_used_again()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        server.Fail(new FakeFault { Command = "find", WaitsFor = gate.Task });
        await using var channel = DriverChannel.Create(server.ConnectionString);
        await PingAsync(channel);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();

        Assert.That(async () => await channel.RunAsync(Commands.Find(), null, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        var elapsed = watch.Elapsed;
        gate.SetResult();
        await PingAsync(channel);

        var requests = server.Requests.Where(r => r.Name != "buildInfo").ToArray();
        Assert.That(elapsed, Is.LessThan(TimeSpan.FromSeconds(3)));
        Assert.That(requests.Select(r => r.Connection), Is.EqualTo(new[] { requests[0].Connection, requests[0].Connection, requests[2].Connection }));
        Assert.That(requests[2].Connection, Is.Not.EqualTo(requests[1].Connection));
    }

    [Test]
    public async Task Cancelling_while_a_large_message_is_being_sent_is_prompt()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        server.Fail(new FakeFault { Command = "ping", WaitsFor = gate.Task });
        await using var channel = DriverChannel.Create(server.ConnectionString);
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
        await using var channel = DriverChannel.Create(server.ConnectionString + "?socketTimeoutMS=200");
        await channel.ConnectAsync(CancellationToken.None);
        server.Fail(new FakeFault { Command = "ping", WaitsFor = gate.Task });

        var failure = Assert.CatchAsync<DatabaseException>(async () => await PingAsync(channel));
        await PingAsync(channel);

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.CommandTimedOut));
        gate.SetResult();
    }

    [Test]
    public async Task A_limit_of_a_command_reaches_the_server()
    {
        await using var server = new FakeServer();
        await using var channel = DriverChannel.Create(server.ConnectionString);

        using var reply = await channel.RunAsync(Commands.Find() with { Timeout = TimeSpan.FromSeconds(3) }, null, CancellationToken.None);

        Assert.That(server.RequestsOf("find").Single().Document["maxTimeMS"].ToInt64(), Is.EqualTo(3000));
    }

    [Test]
    public async Task A_server_that_does_not_greet_is_given_up_after_the_connect_timeout()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        server.Fail(new FakeFault { Command = "hello", WaitsFor = gate.Task, Times = 100 });
        await using var channel = DriverChannel.Create(server.ConnectionString + "?connectTimeoutMS=150&serverSelectionTimeoutMS=600");

        Assert.That(async () => await channel.ConnectAsync(CancellationToken.None), Throws.InstanceOf<DatabaseException>().With.Message.Contains(server.Address).And.Message.Contains("timed out"));
        gate.SetResult();
    }

    [Test]
    public async Task A_channel_that_was_closed_is_a_fault_of_the_caller()
    {
        await using var server = new FakeServer();
        var channel = DriverChannel.Create(server.ConnectionString);
        await PingAsync(channel);

        await channel.DisposeAsync();

        await Assert.ThatAsync(() => PingAsync(channel), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static async Task PingAsync(DriverChannel channel)
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
