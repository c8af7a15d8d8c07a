using Migrations.Engine.Documents;

namespace Migrations.Engine.Running;

// How a batch and its checkpoint become one: in a transaction, or by announcing the batch before it is written.
internal interface IBatchProtocol
{
    // Migrates the next batch and returns the new checkpoint; null when there are no more documents.
    Task<Checkpoint?> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken);
}
