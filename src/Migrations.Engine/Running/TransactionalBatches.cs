using Migrations.Channel;
using Migrations.Engine.Documents;

namespace Migrations.Engine.Running;

// Reading, writing and the checkpoint are one transaction under the fencing token: each document is migrated exactly once, and a document that somebody
// else changes meanwhile makes the transaction start anew.
internal sealed class TransactionalBatches(IChannelSession session, RangeStore ranges, StepScope scope, DocumentWork work) : IBatchProtocol
{
    public Task<Checkpoint> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken) =>
        session.WithTransactionAsync(token => RunInTransactionAsync(reached, token), cancellationToken);

    private async Task<Checkpoint> RunInTransactionAsync(Checkpoint reached, CancellationToken cancellationToken)
    {
        work.Pace.Begin();
        var page = await work.Reader.ReadAfterAsync(reached.Range, reached.LastId, work.Pace.Size, session, cancellationToken).ConfigureAwait(false);
        var next = reached with { IsDone = true };
        if (page.Count > 0)
        {
            var batch = work.CreateBatch(page, scope);
            await work.Writer.WriteAsync(batch.Changes, session, cancellationToken).ConfigureAwait(false);
            next = reached.After(batch.LastId, batch.Documents.Count, batch.Changes.Count);
        }

        await ranges.SaveAsync(scope, next, session, cancellationToken).ConfigureAwait(false);
        work.Pace.End(page.Count);
        return next;
    }
}
