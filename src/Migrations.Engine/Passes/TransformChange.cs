using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

// Changes documents in place, and keeps images if requested.
internal sealed class TransformChange(TransformWork work) : IDocumentChange
{
    public async Task<ChangedPage> RunAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, RangeCheckpoint? reached, IChannelSession session, CancellationToken cancellationToken)
    {
        using var batch = await work.CreateBatchAsync(page, cancellationToken, refused).ConfigureAwait(false);
        var outcome = await work.Writer.WriteAsync(batch, session, cancellationToken).ConfigureAwait(false);
        if (outcome.Failures.Count > 0)
        {
            return new ChangedPage(page, page.Count) { Refused = outcome.Failures };
        }

        if (work.Images is not null && reached is not null)
        {
            await work.Images.KeepAsync(reached, batch.Changes, session, cancellationToken).ConfigureAwait(false);
        }

        return new ChangedPage(page, page.Count) { Failures = batch.Failures, Modified = batch.Changes.Count };
    }

    public void Dispose() => work.Dispose();
}
