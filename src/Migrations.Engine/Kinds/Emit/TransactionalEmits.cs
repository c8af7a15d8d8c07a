using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Kinds.Emit;

// Reading, inserting, merging, deleting and the checkpoint are one transaction under the fencing token: what a document becomes is written exactly once.
internal sealed class TransactionalEmits(IChannelSession session, RangeStore ranges, StepScope scope, EmitWork work) : IDocumentProtocol
{
    public Task<Checkpoint> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken) => RunAsync(reached, null, cancellationToken);

    public Task<Checkpoint> RetryAsync(Checkpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken) => RunAsync(reached, ids, cancellationToken);

    // What the server refuses takes the whole transaction with it, so the batch is done again without that document. Each round finds one, so it ends.
    private async Task<Checkpoint> RunAsync(Checkpoint reached, IReadOnlyList<BsonValue>? again, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<BsonValue, DocumentFailure>();
        while (true)
        {
            var found = refused.Count;
            var done = await session.WithSmallerTransactionsAsync(work.Pace, token => RunInTransactionAsync(reached, again, refused, token), cancellationToken).ConfigureAwait(false);
            if (done is { } completed)
            {
                work.Failures.AddUp(completed.Growth);
                return completed.Reached;
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

    // Null when the server refused what a document becomes, which is then among the refused.
    private async Task<(Checkpoint Reached, long Growth)?> RunInTransactionAsync(Checkpoint reached, IReadOnlyList<BsonValue>? again, Dictionary<BsonValue, DocumentFailure> refused, CancellationToken cancellationToken)
    {
        work.Pace.Begin();
        var known = work.Targets.Known;
        using var page = await (again is null
            ? work.Reader.ReadAfterAsync(reached.Range, reached.LastId, work.Pace.Size, session, cancellationToken)
            : work.Reader.ReadAgainAsync(again, session, cancellationToken)).ConfigureAwait(false);
        var batch = work.CreateBatch(page).Without(refused);
        await PrepareAsync(batch, known, cancellationToken).ConfigureAwait(false);
        var outcome = await work.Write.RunAsync(batch.Emissions, session, cancellationToken).ConfigureAwait(false);
        if (outcome.Failures.Count > 0)
        {
            work.Failures.AcceptAll(outcome.Failures);
            await session.AbortTransactionAsync(cancellationToken).ConfigureAwait(false);
            outcome.Failures.ToList().ForEach(f => refused[f.Id] = f);
            return null;
        }

        // Documents to be tried again that are gone, or need not be migrated any more, have not failed any more.
        var growth = await work.Failures.SettleAsync(page.Count == 0 && again is not null ? again : batch.Ids, batch.Failures, session, cancellationToken).ConfigureAwait(false);
        var next = again is not null ? reached.After(reached.LastId, 0, 0)
            : page.Count == 0 ? reached with { IsDone = true }
            : reached.After(batch.LastId, batch.Documents.Count, 0) with { IsDone = page.IsLast };
        next = next with { Inserted = next.Inserted + outcome.Inserted, Modified = next.Modified + outcome.Modified, Deleted = next.Deleted + outcome.Deleted };
        next = await ranges.SaveAsync(scope.Held, next, session, cancellationToken).ConfigureAwait(false);
        work.Pace.End(batch.Documents.Count);
        return (next, growth);
    }

    private async Task PrepareAsync(EmitBatch batch, IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        var collections = batch.Emissions.SelectMany(e => e.Collections).ToHashSet(StringComparer.Ordinal);
        if (!collections.IsSubsetOf(known))
        {
            await work.Targets.PrepareAsync(collections, cancellationToken).ConfigureAwait(false);
            throw new DatabaseException(MigrationErrorCode.CommandFailed, "A collection was made after the transaction had begun, so it begins anew.", null, ["TransientTransactionError"]);
        }
    }
}
