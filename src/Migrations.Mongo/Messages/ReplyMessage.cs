using System.Buffers;
using Migrations.Bson;

namespace Migrations.Mongo.Messages;

// A reply in a pooled buffer. Disposing gives the buffer back.
internal sealed class ReplyMessage : IDisposable
{
    private byte[]? _buffer;

    public ReplyMessage(byte[] buffer, RawBsonDocument document)
    {
        _buffer = buffer;
        Document = document;
    }

    public RawBsonDocument Document { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
