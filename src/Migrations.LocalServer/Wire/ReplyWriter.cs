using System.Buffers;
using System.Buffers.Binary;
using Migrations.Bytes;

namespace Migrations.LocalServer.Wire;

internal sealed class ReplyWriter(Stream stream)
{
    private const int MessagePrefix = MessageHeader.Size + 4 + 1;
    private const int LegacyPrefix = MessageHeader.Size + 20;
    private const int AwaitCapable = 8;
    private int _lastId;

    public async ValueTask WriteAsync(ClientMessage request, RawDocument reply, CancellationToken cancellationToken)
    {
        var prefix = request.IsLegacy ? LegacyPrefix : MessagePrefix;
        var length = prefix + reply.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            buffer.AsSpan(0, prefix).Clear();
            new MessageHeader(length, ++_lastId, request.Header.RequestId, request.IsLegacy ? OpCode.Reply : OpCode.Message).Write(buffer);
            if (request.IsLegacy)
            {
                BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(MessageHeader.Size), AwaitCapable);
                BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(LegacyPrefix - 4), 1);
            }

            reply.Bytes.CopyTo(buffer.AsMemory(prefix));
            await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
