using Migrations.Engine.Wording;
using MongoDB.Bson;
using Migrations.Engine.Database.Failures;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// A session of the driver under the rules of the channel. The authors' calls of a step run in the same handle.
internal sealed class DriverSession(IClientSessionHandle handle, OverloadRetries overloads, TimeProvider time) : IChannelSession
{
    private static readonly TimeSpan QuietAbortTime = TimeSpan.FromSeconds(5);
    private static readonly TransactionOptions Options = new(ReadConcern.Snapshot, ReadPreference.Primary, WriteConcern.WMajority.With(journal: true));
    private bool _hasBegun;
    private bool _isDisposed;

    public IClientSessionHandle Handle => handle;

    public BsonDocument Id => DriverFailures.Copy(handle.ServerSession.Id);

    public bool IsInTransaction => !_isDisposed && handle.IsInTransaction;

    // The time of the last reply, if later reads must not return older data.
    public long? CausalTime => handle.Options.CausalConsistency == true ? handle.OperationTime?.Value : null;

    public bool BelongsTo(IMongoClient client) => ReferenceEquals(handle.Client, client);

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    public void StartTransaction()
    {
        ThrowIfDisposed();
        handle.StartTransaction(Options);
        _hasBegun = false;
    }

    // The server has answered a command of the transaction, so it knows it.
    public void NoteAnswer() => _hasBegun = true;

    // The first command was rejected, so the server does not know the transaction, while the driver thinks that it has started.
    public async Task BeginAnewIfUnknownAsync()
    {
        if (IsInTransaction && !_hasBegun)
        {
            await AbortQuietlyAsync().ConfigureAwait(false);
            handle.StartTransaction(Options);
        }
    }

    public async Task CommitTransactionAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        await overloads.RunAsync(() => CommitOnceAsync(cancellationToken), null, cancellationToken).ConfigureAwait(false);
    }

    public async Task AbortTransactionAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        try
        {
            await handle.AbortTransactionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DriverFailures.IsFailure(e))
        {
            // The server ends abandoned transactions; the caller has a better error to report.
        }
    }

    public Task<T> WithTransactionAsync<T>(Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new TransactionLoop(this, time).RunAsync(body, cancellationToken);
    }

    // After a failure or a cancellation: tells the server if that is quick, and never throws.
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
        if (!_isDisposed)
        {
            await AbortQuietlyAsync().ConfigureAwait(false);
            _isDisposed = true;
            handle.Dispose();
        }
    }

    private async Task<bool> CommitOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await handle.CommitTransactionAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MongoWriteConcernException e)
        {
            throw new WriteException(
                $"The transaction was committed, but not by a majority of the replica set: {Sentence.Of(e.Message)} It may be lost in a failover. Run again when the replica set is healthy.",
                [],
                DriverFailures.Copy(e.WriteConcernResult?.Response),
                e.ErrorLabels);
        }
        catch (Exception e) when (DriverFailures.IsFailure(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw OfCommit(DriverFailures.Of(e, "commitTransaction", handle.Client));
        }
    }

    // It may be the second attempt of a commit whose first one was carried out: only committing again shows that.
    private static DatabaseException OfCommit(DatabaseException failure)
    {
        if (failure.Code == MigrationErrorCode.PoolCleared)
        {
            failure.AddErrorLabel(ErrorLabels.UnknownTransactionCommitResult);
        }

        return failure;
    }
}
