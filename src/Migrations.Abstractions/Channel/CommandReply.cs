using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>A reply and the buffer it lives in. Disposing gives the buffer back; the document must not be used afterwards.</summary>
public sealed class CommandReply : IDisposable
{
    private IDisposable? _owner;

    /// <summary>Creates a reply over a document; the owner, if any, is disposed with it.</summary>
    public CommandReply(RawBsonDocument document, IDisposable? owner = null)
    {
        Document = document;
        _owner = owner;
    }

    /// <summary>The reply's document.</summary>
    public RawBsonDocument Document { get; }

    /// <summary>A copy of the document that outlives the reply.</summary>
    public BsonDocument ToBsonDocument() => new RawBsonDocument(Document.Bytes.ToArray()).ToBsonDocument();

    /// <inheritdoc />
    public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Dispose();
}
