using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes;

// How many documents the next batch has: as many as the server migrates in a tenth of a second, so that no batch holds anything for long and cancelling is quick.
internal sealed class BatchPace
{
    private const int Least = 50;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(200);
    private readonly int _most;
    private readonly TimeProvider _time;
    private long _started;

    public BatchPace(int most, TimeProvider time)
    {
        _most = most;
        _time = time;
        Size = most;
    }

    public int Size { get; private set; }

    public void Begin() => _started = _time.GetTimestamp();

    // A batch that has to be repeated is tried with fewer documents.
    public void Shrink() => Size = Math.Min(Size, Math.Max(Math.Min(Least, _most), Size / 2));

    // Down to one document, which other writers leave alone at some point.
    public void Halve() => Size = Math.Max(1, Size / 2);

    // Grows in small steps and shrinks by half, like congestion control.
    public void End(int documents)
    {
        var elapsed = _time.GetElapsedTime(_started);
        if (elapsed > Slow)
        {
            Shrink();
        }
        else if (elapsed < Quick && documents >= Size)
        {
            Size = Math.Min(_most, Size < Least ? Size * 2 : Size + Math.Max(1, _most / 10));
        }
    }
}

// Transactions that conflict with another writer. Retried unchanged, they would conflict again if others write faster than they end, so they are retried with fewer documents.
internal static class Conflicts
{
    // Null if it conflicted with another writer and was rolled back.
    public static Task<T?> TryInTransactionAsync<T>(this IChannelSession session, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken)
        where T : class => session.WithTransactionAsync<T?>(
        async token =>
        {
            try
            {
                return await body(token).ConfigureAwait(false);
            }
            catch (DatabaseException e) when (IsReportedBy(e))
            {
                await session.AbortTransactionAsync(token).ConfigureAwait(false);
                return null;
            }
        },
        cancellationToken);

    // Repeated with half of the documents each time, down to one.
    public static Task<T> WithSmallerTransactionsAsync<T>(this IChannelSession session, BatchPace pace, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken) => session.WithTransactionAsync(
        async token =>
        {
            try
            {
                return await body(token).ConfigureAwait(false);
            }
            catch (DatabaseException e) when (IsReportedBy(e))
            {
                pace.Halve();
                throw;
            }
        },
        cancellationToken);

    private static bool IsReportedBy(DatabaseException failure) => failure.HasErrorLabel(ErrorLabels.TransientTransactionError)
        && (failure is CommandException { ServerCode: ServerCodes.WriteConflict } || (failure is WriteException write && write.Errors.Any(e => e.ServerCode == ServerCodes.WriteConflict)));
}
