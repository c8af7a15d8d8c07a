using System.Buffers;

namespace Migrations.LocalServer.Wire;

// Reads one message at a time. The message's memory is valid until the next one is read.
internal sealed class MessageReader(Stream stream) : IDisposable
{
    private readonly byte[] _header = new byte[MessageHeader.Size];
    private byte[] _content = [];

    // Null when the client closed the connection between messages.
    public async ValueTask<ClientMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        var count = await stream.ReadAtLeastAsync(_header, MessageHeader.Size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (count < MessageHeader.Size)
        {
            return null;
        }

        var header = MessageHeader.Parse(_header);
        var length = header.Length - MessageHeader.Size;
        if (_content.Length < length)
        {
            Dispose();
            _content = ArrayPool<byte>.Shared.Rent(length);
        }

        await stream.ReadExactlyAsync(_content.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        return ClientMessage.Parse(header, _content.AsMemory(0, length));
    }

    public void Dispose()
    {
        if (_content.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_content);
            _content = [];
        }
    }
}
