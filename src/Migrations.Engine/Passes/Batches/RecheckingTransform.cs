using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Batches;

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
