using System.Buffers;
using Migrations.Bson;

namespace Migrations.Mongo.Messages;

// Reads one reply. As one request is under way at a time, a first read may take all that comes: nothing can belong to a later reply.
internal static class MessageReader
{
    public const int MaxMessageSize = 48_000_000 + (16 * 1024);
    private const int FirstBuffer = 16 * 1024;

    public static async ValueTask<ReplyMessage> ReadAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> receive, int requestId, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var count = await ReadAtLeastAsync(receive, buffer, 0, MessageHeader.Size, cancellationToken).ConfigureAwait(false);
            var header = MessageHeader.Read(buffer);
            CheckHeader(header, requestId, count);
            if (header.Length > buffer.Length)
            {
                buffer = Enlarge(buffer, count, header.Length);
            }

            count = await ReadAtLeastAsync(receive, buffer, count, header.Length, cancellationToken).ConfigureAwait(false);
            if (count > header.Length)
            {
                throw new MessageFormatException($"{count - header.Length} bytes came behind the end of the message.");
            }

            return new ReplyMessage(buffer, OpMsg.Parse(buffer.AsMemory(0, count)).Body);
        }
        catch (BsonFormatException e)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw new MessageFormatException(e.Message);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Enlarge(byte[] buffer, int count, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        buffer.AsSpan(0, count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static void CheckHeader(MessageHeader header, int requestId, int count)
    {
        if (header.OpCode == MessageHeader.OpReply)
        {
            throw new MessageFormatException("It answered with OP_REPLY: it is older than MongoDB 4.4, or is not MongoDB.");
        }

        if (header.OpCode != MessageHeader.OpMsg)
        {
            throw new MessageFormatException($"It answered with operation code {header.OpCode} where 2013 (OP_MSG) was expected: it is no MongoDB server, or wants TLS.");
        }

        if (header.Length < MessageHeader.Size || header.Length > MaxMessageSize)
        {
            throw new MessageFormatException($"The message says it has {header.Length} bytes; {MessageHeader.Size} to {MaxMessageSize} are possible.");
        }

        if (header.ResponseTo != requestId)
        {
            throw new MessageFormatException($"The message answers request {header.ResponseTo}, but request {requestId} was asked.");
        }

        if (count > header.Length)
        {
            throw new MessageFormatException($"{count - header.Length} bytes came behind the end of the message.");
        }
    }

    private static async ValueTask<int> ReadAtLeastAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> receive, byte[] buffer, int count, int wanted, CancellationToken cancellationToken)
    {
        while (count < wanted)
        {
            var received = await receive(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (received == 0)
            {
                throw new EndOfStreamException(count == 0 ? "The server closed the connection." : $"The server closed the connection after {count} of {wanted} bytes of a message.");
            }

            count += received;
        }

        return count;
    }
}
