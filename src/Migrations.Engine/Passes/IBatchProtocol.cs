using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

// How a batch and its checkpoint become one: in a transaction, or by announcing the batch before it is written.
internal interface IBatchProtocol : IDisposable
{
    // Migrates the next batch of a range and returns the new checkpoint; done when there are no more documents.
    Task<Checkpoint> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken);

    // Stores what is known of a range that is not gone on with.
    Task LeaveAsync(Checkpoint reached, CancellationToken cancellationToken) => Task.CompletedTask;

    void IDisposable.Dispose()
    {
    }
}

// A protocol that knows single documents, and can so leave some behind.
internal interface IDocumentProtocol : IBatchProtocol
{
    // Migrates documents that an earlier run left behind, as part of a range whose position stays as it is.
    Task<Checkpoint> RetryAsync(Checkpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken);
}
