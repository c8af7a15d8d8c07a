using System.Buffers;
using System.Collections;
using Migrations.Bytes;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Passes.Scanning;

// Documents in the buffer of the reply that brought them. They are valid until the page is disposed, so whatever outlives it is copied.
internal sealed class DocumentPage : IReadOnlyList<RawDocument>, IDisposable
{
    private readonly CommandReply? _reply;
    private RawDocument[] _documents = [];

    public DocumentPage()
    {
    }

    public DocumentPage(CommandReply reply, int expected)
    {
        _reply = reply;
        _documents = ArrayPool<RawDocument>.Shared.Rent(Math.Max(1, expected));
        foreach (var document in reply.Document["cursor"].AsDocument["firstBatch"].AsArray)
        {
            Add(document.AsDocument);
        }
    }

    public int Count { get; private set; }

    // Whether it is known that nothing of the range comes behind it.
    public bool IsLast { get; set; }

    public RawDocument this[int index] => index < Count ? _documents[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public ReadOnlySpan<RawDocument> Span => _documents.AsSpan(0, Count);

    public IEnumerator<RawDocument> GetEnumerator() => _documents.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        if (_documents.Length > 0)
        {
            ArrayPool<RawDocument>.Shared.Return(_documents, clearArray: true);
            (_documents, Count) = ([], 0);
            _reply?.Dispose();
        }
    }

    private void Add(RawDocument document)
    {
        if (Count == _documents.Length)
        {
            var larger = ArrayPool<RawDocument>.Shared.Rent(Count * 2);
            _documents.CopyTo(larger, 0);
            ArrayPool<RawDocument>.Shared.Return(_documents, clearArray: true);
            _documents = larger;
        }

        _documents[Count++] = document;
    }
}
