using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// Disposed by the worker that it was made for; most hold nothing.
internal interface IDocumentTransform : IDisposable
{
    // Called with the documents of a batch before they are handed over one by one; with the session, if they were read in its transaction.
    Task PrepareAsync(IReadOnlyList<RawDocument> documents, IChannelSession? session, CancellationToken cancellationToken) => Task.CompletedTask;

    // Null when the document stays as it is.
    DocumentChange? Apply(RawDocument document);

    void IDisposable.Dispose()
    {
    }
}

// What a transform does to one document: the update, valid until the next one, and the resulting document, if the transform knows it.
internal readonly record struct DocumentChange(RawValue Update, RawDocument? After)
{
    // Null when there is no difference.
    public static DocumentChange? Between(RawDocument before, RawDocument after)
    {
        var difference = RawDifference.Between(before, after);
        return difference.IsEmpty ? null : new DocumentChange(difference.ToUpdate(), after);
    }
}

// The server may have lost the announcement of a batch and still carried the batch out after it came back. Then its documents are read again, and show whether they are migrated.
internal sealed class RecheckingTransform(IDocumentTransform inner) : IDocumentTransform
{
    private PendingBatch? _batch;
    private Dictionary<BsonValue, PendingDocument> _announced = [];

    public void Remember(PendingBatch? batch)
    {
        if (batch is not null)
        {
            (_batch, _announced) = (batch, batch.Changes.ToDictionary(c => c.Id));
        }
    }

    public Task PrepareAsync(IReadOnlyList<RawDocument> documents, IChannelSession? session, CancellationToken cancellationToken) => inner.PrepareAsync(documents, session, cancellationToken);

    public DocumentChange? Apply(RawDocument document) =>
        _batch is not null && _announced.TryGetValue(DocumentId.Of(document), out var announced) && ContentHash.Of(document, _batch.Fields, announced) == announced.After ? null : inner.Apply(document);

    public void Dispose() => inner.Dispose();
}
