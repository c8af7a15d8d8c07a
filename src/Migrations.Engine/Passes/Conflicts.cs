using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes;

// Transactions that meet another writer. Repeated as they are they would meet the next one, where others write faster than they end: they are repeated with less.
internal static class Conflicts
{
    // Null when it met another writer, and was taken back.
    public static Task<T?> TryInTransactionAsync<T>(this IChannelSession session, Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken)
        where T : class => session.WithTransactionAsync<T?>(
        async token =>
        {
            try
            {
                return await body(token).ConfigureAwait(false);
            }
            catch (DatabaseException e) when (IsSaidBy(e))
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
            catch (DatabaseException e) when (IsSaidBy(e))
            {
                pace.Halve();
                throw;
            }
        },
        cancellationToken);

    private static bool IsSaidBy(DatabaseException failure) => failure.HasErrorLabel(ErrorLabels.TransientTransactionError)
        && (failure is CommandException { ServerCode: ServerCodes.WriteConflict } || (failure is WriteException write && write.Errors.Any(e => e.ServerCode == ServerCodes.WriteConflict)));
}
