using Migrations.Bytes;

namespace Migrations.Engine.Database;

// A server cursor read batch by batch. Disposing it early closes it on the server.
internal interface ICommandCursor : IAsyncDisposable
{
    // The documents of the current batch; valid until the next call of MoveNextAsync or disposal.
    RawArray Current { get; }

    // Fetches the next batch, which may be empty; false when the cursor is exhausted.
    ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken);
}
