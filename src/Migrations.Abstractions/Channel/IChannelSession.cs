using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>A session of the channel that started it; what is inside stays the channel's own affair. Disposing it aborts an open transaction.</summary>
public interface IChannelSession : IAsyncDisposable
{
    /// <summary>What the server knows the session by (<c>lsid</c>), so that another run can end what this one left open.</summary>
    BsonDocument Id { get; }

    /// <summary>Whether a transaction has been started and neither committed nor aborted.</summary>
    bool IsInTransaction { get; }

    /// <summary>Starts a transaction (read concern snapshot, write concern majority); the next command through this session opens it on the server.</summary>
    void StartTransaction();

    /// <summary>Commits; sends nothing when no command has run in the transaction.</summary>
    Task CommitTransactionAsync(CancellationToken cancellationToken);

    /// <summary>Aborts; errors of the server are of no consequence and not thrown.</summary>
    Task AbortTransactionAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs the body in a transaction and commits. The whole is repeated on <c>TransientTransactionError</c>, the commit on <c>UnknownTransactionCommitResult</c>,
    /// for at most 120 seconds, as the driver specification "Convenient API for Transactions" says.
    /// </summary>
    Task<T> WithTransactionAsync<T>(Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken);
}
