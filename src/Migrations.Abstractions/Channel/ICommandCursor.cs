using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>A server cursor read batch by batch. Disposing it early closes it on the server.</summary>
public interface ICommandCursor : IAsyncDisposable
{
    /// <summary>The documents of the current batch; valid until the next call of <see cref="MoveNextAsync"/> or disposal.</summary>
    RawBsonArray Current { get; }

    /// <summary>Fetches the next batch, which may be empty; false when the cursor is exhausted.</summary>
    ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken);
}
