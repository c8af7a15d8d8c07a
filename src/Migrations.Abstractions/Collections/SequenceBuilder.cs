using System.Buffers;
using Migrations.Bson;
using Migrations.Channel;

namespace Migrations;

// Documents one behind the other in one pooled buffer, as an OP_MSG section wants them.
internal sealed class SequenceBuilder(string identifier) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public int Count { get; private set; }

    public int Length => _bytes.WrittenCount;

    public void Add(BsonDocument document)
    {
        _bytes.Write(document.ToRaw().Bytes.Span);
        Count++;
    }

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        Count = 0;
    }

    public DocumentSequence ToSequence() => new(identifier, _bytes.WrittenMemory, Count);

    public void Dispose() => Clear();
}
