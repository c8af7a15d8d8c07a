using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// Reading, writing and the checkpoint are one transaction under the fencing token: each document is migrated exactly once, and a document that somebody
// else changes meanwhile makes the transaction start again.
internal sealed class TransactionalBatches(IChannelSession session, RangeStore ranges, PassSource pass, IPageWriter writer, MarkCheck marks, BatchPace pace) : IDocumentProtocol
{
    public Task<RangeCheckpoint> RunNextAsync(RangeCheckpoint reached, CancellationToken cancellationToken) => RunAsync(reached, null, cancellationToken);

    public Task<RangeCheckpoint> RetryAsync(RangeCheckpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken) => RunAsync(reached, ids, cancellationToken);

    public void Dispose()
    {
        writer.Dispose();
        marks.Dispose();
    }

    // A refused statement ends the whole transaction, so the batch is repeated without that document. Each round finds one, so it ends.
    private async Task<RangeCheckpoint> RunAsync(RangeCheckpoint reached, IReadOnlyList<BsonValue>? again, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<BsonValue, DocumentFailure>();
        while (true)
        {
            var found = refused.Count;
            var done = await session.WithSmallerTransactionsAsync(pace, token => RunInTransactionAsync(reached, again, refused, token), cancellationToken).ConfigureAwait(false);
            if (done is not null)
            {
                pass.Failures.AddUp(done.Growth);
                return done.Reached;
            }

            if (refused.Count == found)
            {
                throw new InvalidOperationException("A batch was aborted although the server refused no other document.");
            }

            // So fewer documents have to be repeated for the next refusal.
            pace.Shrink();
            if (again is null)
            {
                pass.Failures.ThrowIfTooMany(refused.Count);
            }
        }
    }

    // Null when the server refused a document, which is then among the refused.
    private async Task<CompletedBatch?> RunInTransactionAsync(RangeCheckpoint reached, IReadOnlyList<BsonValue>? again, Dictionary<BsonValue, DocumentFailure> refused, CancellationToken cancellationToken)
    {
        pace.Begin();
        writer.Begin();
        using var page = await ReadAsync(reached, again, cancellationToken).ConfigureAwait(false);
        var changed = await writer.WriteAsync(page, refused, reached, session, cancellationToken).ConfigureAwait(false);
        if (changed.Refused.Count > 0)
        {
            pass.Failures.AcceptAll(changed.Refused);
            await session.AbortTransactionAsync(cancellationToken).ConfigureAwait(false);
            changed.Refused.ToList().ForEach(f => refused[f.Id] = f);
            return null;
        }

        // Retried documents that are gone, or no longer need to be migrated, no longer count as failed.
        var growth = await pass.Failures.SettleAsync(page.Count == 0 && again is not null ? again : changed.Ids, changed.Failures, session, cancellationToken).ConfigureAwait(false);
        var isUnmarked = await marks.IsMissingAsync(changed.Ids.Except(changed.Failures.Select(f => f.Id)), null, session, cancellationToken).ConfigureAwait(false);
        var next = await ranges.SaveAsync(pass.Scope.Held, Next(reached, changed, isAgain: again is not null) with { IsUnmarked = reached.IsUnmarked || isUnmarked }, session, cancellationToken).ConfigureAwait(false);
        pace.End(changed.Count);
        return new CompletedBatch(next, growth);
    }

    // A range ends with its last page, and only if all of that page was changed.
    private static RangeCheckpoint Next(RangeCheckpoint reached, ChangedPage changed, bool isAgain)
    {
        var next = isAgain ? reached.After(reached.LastId, 0, changed.Modified)
            : changed.Page.Count == 0 ? reached with { IsDone = true }
            : reached.After(changed.LastId, changed.Count, changed.Modified) with { IsDone = changed.Page.IsLast && changed.IsWhole };
        return next with { Inserted = next.Inserted + changed.Inserted, Deleted = next.Deleted + changed.Deleted, Kept = next.Kept + changed.Kept };
    }

    private Task<DocumentPage> ReadAsync(RangeCheckpoint reached, IReadOnlyList<BsonValue>? again, CancellationToken cancellationToken) => again is null
        ? pass.Reader.ReadAfterAsync(reached.Range, reached.LastId, pace.Size, session, cancellationToken)
        : pass.Reader.ReadAgainAsync(again, session, cancellationToken);

    private sealed record CompletedBatch(RangeCheckpoint Reached, long Growth);
}
