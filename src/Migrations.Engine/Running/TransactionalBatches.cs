using Migrations.Channel;
using Migrations.Engine.Documents;

namespace Migrations.Engine.Running;

// Reading, writing and the checkpoint are one transaction under the fencing token: each document is migrated exactly once, and a document that somebody
// else changes meanwhile makes the transaction start anew.
internal sealed class TransactionalBatches(IChannelSession session, StepRecord record, StepScope scope, DocumentWork work) : IBatchProtocol
{
    public Task<Checkpoint?> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken) =>
        session.WithTransactionAsync(token => RunInTransactionAsync(reached, token), cancellationToken);

    private async Task<Checkpoint?> RunInTransactionAsync(Checkpoint reached, CancellationToken cancellationToken)
    {
        var page = await work.Reader.ReadAfterAsync(reached.LastId, session, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0)
        {
            return null;
        }

        var batch = work.CreateBatch(page, scope);
        await work.Writer.WriteAsync(batch.Changes, session, cancellationToken).ConfigureAwait(false);
        var next = reached.After(batch.LastId, batch.Documents.Count, batch.Changes.Count);
        await record.CheckpointAsync(scope, next.ToDocument(), session, cancellationToken).ConfigureAwait(false);
        return next;
    }
}
