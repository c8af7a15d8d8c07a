using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// The only way from the product to a database: a command goes in, a reply or a cursor of raw batches comes out.
internal interface ICommandChannel : IAsyncDisposable
{
    // How many attempts so far were turned away because the server is overloaded, including those that were retried successfully. 0 where a channel does not count them.
    long OverloadCount => 0;

    // The driver's client behind it.
    IMongoClient Client => throw new NotSupportedException("There is no driver behind this channel.");

    // The settings of a client for author's code, which takes part in this one's sessions.
    MongoClientSettings AuthorSettings => throw new NotSupportedException("There is no driver behind this channel.");

    // Connects if necessary, and says what it is connected to.
    ValueTask<ChannelInfo> ConnectAsync(CancellationToken cancellationToken);

    // Runs one command and returns its reply. A document sequence that exceeds the connection's limits is split, and the replies are merged.
    // A reply with ok: 0 is thrown; writeErrors and writeConcernError are left in the reply.
    ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken);

    // Runs a command whose reply holds a cursor. Every later batch comes from the server that opened it.
    ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken);

    // Starts an explicit session, causally consistent. Nothing is sent until it is used.
    IChannelSession StartSession();
}

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

// A server cursor read batch by batch. Disposing it early closes it on the server.
internal interface ICommandCursor : IAsyncDisposable
{
    // The documents of the current batch; valid until the next call of MoveNextAsync or disposal.
    RawArray Current { get; }

    // Fetches the next batch, which may be empty; false when the cursor is exhausted.
    ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken);
}

// Helpers for the callers of a cursor.
internal static class CommandCursorExtensions
{
    // The documents of the current batch copied, because the batch's buffer is released with the next one: one copy for each batch.
    public static IReadOnlyList<BsonDocument> CopyBatch(this ICommandCursor cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return [.. new RawArray(cursor.Current.Bytes.ToArray()).Select(d => d.AsDocument.ToBsonDocument())];
    }
}
