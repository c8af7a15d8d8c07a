using System.Buffers;
using System.Collections;
using Migrations.Bson;
using Migrations.Channel;

namespace Migrations.Engine.Scanning;

// Documents in the buffer of the reply that brought them. They are valid until the page is disposed, so whatever outlives it is copied.
internal sealed class DocumentPage : IReadOnlyList<RawBsonDocument>, IDisposable
{
    private readonly CommandReply? _reply;
    private RawBsonDocument[] _documents = [];

    public DocumentPage()
    {
    }

    public DocumentPage(CommandReply reply, int expected)
    {
        _reply = reply;
        _documents = ArrayPool<RawBsonDocument>.Shared.Rent(Math.Max(1, expected));
        foreach (var document in reply.Document["cursor"].AsDocument["firstBatch"].AsArray)
        {
            Add(document.AsDocument);
        }
    }

    public int Count { get; private set; }

    public RawBsonDocument this[int index] => index < Count ? _documents[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public ReadOnlySpan<RawBsonDocument> Span => _documents.AsSpan(0, Count);

    public IEnumerator<RawBsonDocument> GetEnumerator() => _documents.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        if (_documents.Length > 0)
        {
            ArrayPool<RawBsonDocument>.Shared.Return(_documents, clearArray: true);
            (_documents, Count) = ([], 0);
            _reply?.Dispose();
        }
    }

    private void Add(RawBsonDocument document)
    {
        if (Count == _documents.Length)
        {
            var larger = ArrayPool<RawBsonDocument>.Shared.Rent(Count * 2);
            _documents.CopyTo(larger, 0);
            ArrayPool<RawBsonDocument>.Shared.Return(_documents, clearArray: true);
            _documents = larger;
        }

        _documents[Count++] = document;
    }
}
