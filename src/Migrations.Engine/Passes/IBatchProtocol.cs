using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

// How a batch and its checkpoint become atomic: in a transaction, or by announcing the batch before it is written.
internal interface IBatchProtocol : IDisposable
{
    // Migrates the next batch of a range and returns the new checkpoint; done when there are no more documents.
    Task<RangeCheckpoint> RunNextAsync(RangeCheckpoint reached, CancellationToken cancellationToken);

    // Stores what is known about a range that is left.
    Task LeaveAsync(RangeCheckpoint reached, CancellationToken cancellationToken) => Task.CompletedTask;

    void IDisposable.Dispose()
    {
    }
}

// A protocol that handles single documents, and so can leave some behind.
internal interface IDocumentProtocol : IBatchProtocol
{
    // Migrates documents that an earlier run left behind, as part of a range whose position stays as it is.
    Task<RangeCheckpoint> RetryAsync(RangeCheckpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken);
}
