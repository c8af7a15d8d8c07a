using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;

namespace Migrations.Engine.Passes;

// What one worker needs to read, change and write the documents of a migration.
internal sealed record DocumentWork(PageReader Reader, BatchWriter Writer, IDocumentTransform Transform, DocumentMigration Body, BatchPace Pace, DocumentFailures Failures) : IDisposable
{
    // Null when nothing is kept.
    public ImageKeeper? Images { get; init; }

    public Sharding Sharding { get; init; } = Sharding.None;

    public Batch CreateBatch(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure>? refused = null) => Batch.Create(page, Transform, Failures.Accept, refused, Sharding);

    public void Dispose() => Transform.Dispose();
}
