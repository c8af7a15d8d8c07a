using MongoDB.Bson;

namespace Migrations.Engine.Database;

// A session of the channel that started it; its content is up to the channel. Disposing it aborts an open transaction.
internal interface IChannelSession : IAsyncDisposable
{
    // What the server knows the session by (lsid), so that another run can end what this one left open.
    BsonDocument Id { get; }

    // Whether a transaction has been started and neither committed nor aborted.
    bool IsInTransaction { get; }

    // Starts a transaction (read concern snapshot, write concern majority); the next command through this session opens it on the server.
    void StartTransaction();

    // Commits; sends nothing when no command has run in the transaction.
    Task CommitTransactionAsync(CancellationToken cancellationToken);

    // Aborts; errors of the server do not matter, and are not thrown.
    Task AbortTransactionAsync(CancellationToken cancellationToken);

    // Runs the body in a transaction and commits. The whole is repeated on TransientTransactionError, the commit on UnknownTransactionCommitResult,
    // for at most 120 seconds, as the driver specification "Convenient API for Transactions" says.
    Task<T> WithTransactionAsync<T>(Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken);
}
