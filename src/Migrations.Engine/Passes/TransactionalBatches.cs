using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// Reading, writing and the checkpoint are one transaction under the fencing token: each document is migrated exactly once, and a document that somebody
// else changes meanwhile makes the transaction start anew.
internal sealed class TransactionalBatches(IChannelSession session, RangeStore ranges, StepScope scope, DocumentWork work) : IDocumentProtocol
{
    public Task<Checkpoint> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken) => RunAsync(reached, null, cancellationToken);

    public Task<Checkpoint> RetryAsync(Checkpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken) => RunAsync(reached, ids, cancellationToken);

    public void Dispose() => work.Dispose();

    // A statement that the server refuses takes the whole transaction with it, so the batch is done again without that document. Each round finds one, so it ends.
    private async Task<Checkpoint> RunAsync(Checkpoint reached, IReadOnlyList<BsonValue>? again, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<BsonValue, DocumentFailure>();
        while (true)
        {
            var found = refused.Count;
            var done = await session.WithSmallerTransactionsAsync(work.Pace, token => RunInTransactionAsync(reached, again, refused, token), cancellationToken).ConfigureAwait(false);
            if (done is not null)
            {
                work.Failures.AddUp(done.Growth);
                return done.Reached;
            }

            if (refused.Count == found)
            {
                throw new InvalidOperationException("A batch was given up although the server refused no further document.");
            }

            // Fewer documents have to be done again with the next one that is refused.
            work.Pace.Shrink();
            if (again is null)
            {
                work.Failures.ThrowIfTooMany(refused.Count);
            }
        }
    }

    // Null when the server refused a document, which is then among the refused.
    private async Task<CompletedBatch?> RunInTransactionAsync(Checkpoint reached, IReadOnlyList<BsonValue>? again, Dictionary<BsonValue, DocumentFailure> refused, CancellationToken cancellationToken)
    {
        work.Pace.Begin();
        using var page = await ReadAsync(reached, again, cancellationToken).ConfigureAwait(false);
        using var batch = work.CreateBatch(page, refused);
        var outcome = await work.Writer.WriteAsync(batch, session, cancellationToken).ConfigureAwait(false);
        if (outcome.Failures.Count > 0)
        {
            work.Failures.AcceptAll(outcome.Failures);
            await session.AbortTransactionAsync(cancellationToken).ConfigureAwait(false);
            outcome.Failures.ToList().ForEach(f => refused[f.Id] = f);
            return null;
        }

        await (work.Images?.KeepAsync(reached, batch.Changes, session, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        // Documents to be tried again that are gone, or need not be migrated any more, have not failed any more.
        var growth = await work.Failures.SettleAsync(page.Count == 0 && again is not null ? again : batch.Ids, batch.Failures, session, cancellationToken).ConfigureAwait(false);
        var next = again is not null ? reached.After(reached.LastId, 0, batch.Changes.Count)
            : page.Count == 0 ? reached with { IsDone = true }
            : reached.After(batch.LastId, batch.Documents.Count, batch.Changes.Count) with { IsDone = page.IsLast };
        next = await ranges.SaveAsync(scope.Held, next, session, cancellationToken).ConfigureAwait(false);
        work.Pace.End(page.Count);
        return new CompletedBatch(next, growth);
    }

    private Task<DocumentPage> ReadAsync(Checkpoint reached, IReadOnlyList<BsonValue>? again, CancellationToken cancellationToken) => again is null
        ? work.Reader.ReadAfterAsync(reached.Range, reached.LastId, work.Pace.Size, session, cancellationToken)
        : work.Reader.ReadAgainAsync(again, session, cancellationToken);

    private sealed record CompletedBatch(Checkpoint Reached, long Growth);
}
