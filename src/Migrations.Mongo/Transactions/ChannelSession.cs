using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.Sessions;

namespace Migrations.Mongo.Transactions;

// An explicit session. The server session behind it is taken with the first command.
internal sealed class ChannelSession(ServerSessionPool pool, TransactionEnding ending, TimeProvider time) : IChannelSession
{
    private static readonly TimeSpan QuietAbortTime = TimeSpan.FromSeconds(5);
    private ServerSession? _serverSession;
    private bool _isDisposed;
    private bool _needsNumber;

    public SessionTransaction Transaction { get; } = new();

    public BsonDocument Id => new() { { "id", Acquire(timeoutMinutes: null).Id } };

    public bool IsInTransaction => Transaction.IsActive;

    // The time of the last reply, which later commands must not read behind.
    public ulong? OperationTime { get; private set; }

    public bool BelongsTo(ServerSessionPool other) => ReferenceEquals(pool, other);

    public ServerSession Acquire(int? timeoutMinutes)
    {
        ThrowIfDisposed();
        _serverSession ??= pool.Acquire(timeoutMinutes);
        if (_needsNumber)
        {
            _needsNumber = false;
            _serverSession.NextTransactionNumber();
        }

        return _serverSession;
    }

    public ServerSession? Current => _serverSession;

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    public void Advance(RawBsonDocument reply)
    {
        if (reply.TryGetValue("operationTime"u8, out var time) && time.Type == BsonType.Timestamp && (OperationTime is null || time.AsTimestamp > OperationTime))
        {
            OperationTime = time.AsTimestamp;
        }
    }

    public void StartTransaction()
    {
        ThrowIfDisposed();
        Transaction.Start();
        _needsNumber = true;
    }

    public async Task CommitTransactionAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (Transaction.BeginCommit(out var isRepeated))
        {
            await ending.CommitAsync(this, isRepeated, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task AbortTransactionAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (!Transaction.BeginAbort())
        {
            return;
        }

        try
        {
            await ending.AbortAsync(this, cancellationToken).ConfigureAwait(false);
        }
        catch (MongoException)
        {
            // The server ends what it does not hear of again; the caller has a better error to look at.
        }
        finally
        {
            Transaction.Unpin();
        }
    }

    public Task<T> WithTransactionAsync<T>(Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new TransactionLoop(this, time).RunAsync(body, cancellationToken);
    }

    // For the way out of a failure or a cancellation: tells the server if it can be told soon, and never throws.
    public async Task AbortQuietlyAsync()
    {
        if (!IsInTransaction)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(QuietAbortTime, time);
        try
        {
            await AbortTransactionAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server ends the transaction by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        await AbortQuietlyAsync().ConfigureAwait(false);
        _isDisposed = true;
        if (_serverSession is not null)
        {
            pool.Release(_serverSession);
        }
    }
}
