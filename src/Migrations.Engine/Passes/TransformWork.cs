using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;

namespace Migrations.Engine.Passes;

// What one worker needs to change documents in place.
internal sealed record TransformWork(BatchWriter Writer, IDocumentTransform Transform, Action<DocumentFailure> Accept) : IDisposable
{
    // Null when nothing is kept.
    public ImageKeeper? Images { get; init; }

    public Sharding Sharding { get; init; } = Sharding.None;

    public async Task<Batch> CreateBatchAsync(DocumentPage page, CancellationToken cancellationToken, IReadOnlyDictionary<BsonValue, DocumentFailure>? refused = null)
    {
        await Transform.PrepareAsync(page, null, cancellationToken).ConfigureAwait(false);
        return Batch.Create(page, Transform, Accept, refused, Sharding);
    }

    public void Dispose() => Transform.Dispose();
}
