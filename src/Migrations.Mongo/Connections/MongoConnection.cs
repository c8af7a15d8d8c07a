using System.Net.Sockets;
using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;
using Migrations.Mongo.Messages;
using Migrations.Mongo.Transport;

namespace Migrations.Mongo.Connections;

// One connection, one request at a time. Whatever interrupts a request closes it: what is left in the pipe can never be mistaken for another reply.
internal sealed class MongoConnection(ServerTransport transport, ServerAddress address, TimeProvider time) : IDisposable
{
    private static int _requestIds;
    private readonly BsonWriter _writer = new(4096);
    private readonly Func<Memory<byte>, CancellationToken, ValueTask<int>> _receive = transport.ReceiveAsync;
    private int _closed;

    public ServerAddress Address => address;

    // What the server said on this very connection; limits are taken from here and never from a monitor.
    public HelloReply Hello { get; set; } = HelloReply.None;

    public int Generation { get; init; }

    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    public long LastUsed { get; private set; } = time.GetTimestamp();

    public bool IsClosedByServer() => IsClosed || transport.IsClosedByServer();

    public async ValueTask<ReplyMessage> RoundTripAsync(OutgoingCommand command, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (timeout is not { } limit)
        {
            return await RoundTripAsync(command, cancellationToken, cancellationToken).ConfigureAwait(false);
        }

        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        return await RoundTripAsync(command, either.Token, cancellationToken).ConfigureAwait(false);
    }

    // Safe at any moment and from any thread: an operation under way fails at once.
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            transport.Dispose();
        }
    }

    public void Dispose()
    {
        Close();
        _writer.Dispose();
    }

    private async ValueTask<ReplyMessage> RoundTripAsync(OutgoingCommand command, CancellationToken either, CancellationToken callers)
    {
        var finished = false;
        try
        {
            var requestId = Interlocked.Increment(ref _requestIds);
            var head = OpMsgWriter.WriteHead(_writer, requestId, command);
            await transport.SendAsync(head, command.SequenceDocuments, either).ConfigureAwait(false);
            var reply = await MessageReader.ReadAsync(_receive, requestId, either).ConfigureAwait(false);
            finished = true;
            LastUsed = time.GetTimestamp();
            return reply;
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            callers.ThrowIfCancellationRequested();
            throw either.IsCancellationRequested ? ConnectionErrors.TimedOut(address, e) : ConnectionErrors.Lost(address, e);
        }
        catch (MessageFormatException e)
        {
            throw ConnectionErrors.Violated(address, e);
        }
        finally
        {
            if (!finished)
            {
                Close();
            }
        }
    }
}
