using Migrations.Engine.Wording;
using System.Security.Cryptography;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Database;

// "Convenient API for Transactions": retries the transaction or the commit until it succeeds or the time is up. The driver's own loop knows only the driver's
// exceptions, and what runs in here throws ours.
internal sealed class TransactionLoop(DriverSession session, TimeProvider time)
{
    private const int MaxTimeExpired = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private readonly long _started = time.GetTimestamp();

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            session.StartTransaction();
            T result;
            try
            {
                result = await body(cancellationToken).ConfigureAwait(false);
            }
            catch (DatabaseException e) when (e.HasErrorLabel(ErrorLabels.TransientTransactionError))
            {
                await session.AbortQuietlyAsync().ConfigureAwait(false);
                await PauseAsync(attempt, e, cancellationToken).ConfigureAwait(false);
                continue;
            }
            catch
            {
                // Whatever it was, the transaction must not stay open.
                await session.AbortQuietlyAsync().ConfigureAwait(false);
                throw;
            }

            if (!session.IsInTransaction || await CommitAsync(attempt, cancellationToken).ConfigureAwait(false))
            {
                return result;
            }
        }
    }

    // False: the whole transaction has to be repeated.
    private async Task<bool> CommitAsync(int attempt, CancellationToken cancellationToken)
    {
        for (var commit = 0; ; commit++)
        {
            try
            {
                await session.CommitTransactionAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DatabaseException e) when (e.HasErrorLabel(ErrorLabels.UnknownTransactionCommitResult) && e is not CommandException { ServerCode: MaxTimeExpired })
            {
                await PauseAsync(commit, e, cancellationToken).ConfigureAwait(false);
            }
            catch (DatabaseException e) when (e.HasErrorLabel(ErrorLabels.TransientTransactionError))
            {
                await PauseAsync(attempt, e, cancellationToken).ConfigureAwait(false);
                return false;
            }
        }
    }

    private async Task PauseAsync(int attempt, DatabaseException failure, CancellationToken cancellationToken)
    {
        var longest = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(1.5, attempt), LongestPause.TotalMilliseconds);
        var pause = TimeSpan.FromMilliseconds(longest * RandomNumberGenerator.GetInt32(1001) / 1000);
        if (time.GetElapsedTime(_started) + pause > Limit)
        {
            throw new DatabaseException(
                MigrationErrorCode.TransactionTimedOut,
                $"A transaction was retried for {Limit.TotalSeconds:0} s and did not succeed. The last failure: {Sentence.Of(failure.Message)} Find out what writes to the same documents, or make the transaction smaller.",
                failure,
                failure.ErrorLabels);
        }

        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
    }
}
