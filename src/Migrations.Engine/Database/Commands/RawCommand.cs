using System.Buffers;
using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Commands;

// A command whose body and reply stay bytes.
internal sealed class RawCommand(RawBsonDocument body) : Command<CommandReply>
{
    public override RenderedCommand<CommandReply> Render(IBsonSerializerRegistry serializerRegistry) => new(body, ReplySerializer.Instance);
}

// The reply as bytes: in the driver's own buffer where it is one piece, else copied once into a pooled array.
internal sealed class ReplySerializer : SerializerBase<CommandReply>
{
    public static readonly ReplySerializer Instance = new();

    public override CommandReply Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var slice = context.Reader.ReadRawBsonDocument();
        var length = slice.Length;
        var piece = slice.AccessBackingBytes(0);
        if (piece.Count >= length)
        {
            return new CommandReply(new RawDocument(piece.AsMemory(0, length)), slice);
        }

        using (slice)
        {
            var copy = new PooledBytes(length);
            slice.GetBytes(0, copy.Array, 0, length);
            return new CommandReply(new RawDocument(copy.Array.AsMemory(0, length)), copy);
        }
    }

    private sealed class PooledBytes(int length) : IDisposable
    {
        private byte[]? _array = ArrayPool<byte>.Shared.Rent(length);

        public byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBytes));

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } array)
            {
                ArrayPool<byte>.Shared.Return(array);
            }
        }
    }
}
