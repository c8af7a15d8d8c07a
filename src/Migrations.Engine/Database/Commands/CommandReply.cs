using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Database.Commands;

// A reply and the buffer it lives in. Disposing gives the buffer back; the document must not be used afterwards.
internal sealed class CommandReply : IDisposable
{
    private IDisposable? _owner;

    // Creates a reply over a document; the owner, if any, is disposed with it.
    public CommandReply(RawDocument document, IDisposable? owner = null)
    {
        Document = document;
        _owner = owner;
    }

    // The reply's document.
    public RawDocument Document { get; }

    // A copy of the document that outlives the reply.
    public BsonDocument ToBsonDocument() => new RawDocument(Document.Bytes.ToArray()).ToBsonDocument();

    public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Dispose();
}
