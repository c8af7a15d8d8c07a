using System.Globalization;
using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Requests;
using Migrations.LocalServer.Gateway.Sql;
using Npgsql;

namespace Migrations.LocalServer.Gateway.Sessions;

// Multi-document transactions: one PostgreSQL transaction on one connection that belongs to the session until the end.
internal sealed class Transactions(NpgsqlDataSource backend, TimeProvider time)
{
    // MongoDB waits 5 ms for a lock in a transaction and then reports a conflict.
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = 20";

    public async Task<RawDocument> RunAsync(ServerSession session, SessionFields fields, Func<SqlSession, Task<RawDocument>> command, CancellationToken cancellationToken)
    {
        await session.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var number = fields.TransactionNumber ?? throw new CommandFailure(ServerError.BadValue, "'autocommit' field requires a transaction number");
            if (fields.StartsTransaction)
            {
                await StartAsync(session, number, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                RequireActive(session, number);
            }

            return await RunInsideAsync(session, command).ConfigureAwait(false);
        }
        finally
        {
            session.Leave();
        }
    }

    public static async Task CommitAsync(ServerSession session, SessionFields fields, CancellationToken cancellationToken)
    {
        await session.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var number = fields.TransactionNumber ?? throw new CommandFailure(ServerError.BadValue, "commitTransaction must be run within a transaction");
            if (number == session.LastNumber && session.State == TransactionState.Committed)
            {
                return;
            }

            RequireActive(session, number);
            await session.EndAsync("COMMIT", TransactionState.Committed).ConfigureAwait(false);
        }
        catch (Exception exception) when (SqlFailure.IsConnectionLoss(exception))
        {
            await session.AbortAsync().ConfigureAwait(false);
            throw SqlFailure.FromLoss(exception, isInTransaction: true);
        }
        finally
        {
            session.Leave();
        }
    }

    public static async Task AbortAsync(ServerSession session, SessionFields fields, CancellationToken cancellationToken)
    {
        await session.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RequireActive(session, fields.TransactionNumber ?? throw new CommandFailure(ServerError.BadValue, "abortTransaction must be run within a transaction"));
            await session.AbortAsync().ConfigureAwait(false);
        }
        finally
        {
            session.Leave();
        }
    }

    private async Task StartAsync(ServerSession session, long number, CancellationToken cancellationToken)
    {
        if (number < session.LastNumber)
        {
            throw TooOld(session, number);
        }

        if (number == session.LastNumber)
        {
            throw new CommandFailure(ServerError.ConflictingOperationInProgress,
                string.Create(CultureInfo.InvariantCulture, $"Cannot start transaction with {{ txnNumber: {number} }} on session because a transaction or write of the same number was started before."));
        }

        if (session.State == TransactionState.Active)
        {
            await session.AbortAsync().ConfigureAwait(false);
        }

        try
        {
            var connection = await backend.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            session.Begin(number, connection);
            var begin = new NpgsqlCommand(Begin, connection);
            await using (begin.ConfigureAwait(false))
            {
                await begin.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException exception)
        {
            await session.AbortAsync().ConfigureAwait(false);
            throw SqlFailure.From(exception, isInTransaction: true);
        }
    }

    // Any failure ends the transaction, as in MongoDB; statements that failed inside a write count too.
    private async Task<RawDocument> RunInsideAsync(ServerSession session, Func<SqlSession, Task<RawDocument>> command)
    {
        var isDone = false;
        try
        {
            var reply = await command(new SqlSession(backend, session.Connection, time)).ConfigureAwait(false);
            isDone = !reply.Contains("writeErrors");
            return reply;
        }
        finally
        {
            if (!isDone)
            {
                await session.AbortAsync().ConfigureAwait(false);
            }
        }
    }

    private static void RequireActive(ServerSession session, long number)
    {
        if (number < session.LastNumber)
        {
            throw TooOld(session, number);
        }

        if (number > session.LastNumber || session.State == TransactionState.None)
        {
            throw new CommandFailure(ServerError.NoSuchTransaction,
                string.Create(CultureInfo.InvariantCulture, $"Given transaction number {number} does not match any in-progress transactions. The active transaction number is {session.LastNumber}"));
        }

        if (session.State != TransactionState.Active)
        {
            var isCommitted = session.State == TransactionState.Committed;
            throw new CommandFailure(isCommitted ? ServerError.TransactionCommitted : ServerError.NoSuchTransaction,
                string.Create(CultureInfo.InvariantCulture, $"Transaction with {{ txnNumber: {number} }} has been {(isCommitted ? "committed" : "aborted")}."));
        }
    }

    private static CommandFailure TooOld(ServerSession session, long number) => new(ServerError.TransactionTooOld,
        string.Create(CultureInfo.InvariantCulture, $"Cannot start or continue transaction {number} on session because a newer transaction with txnNumber {session.LastNumber} has already started."));
}
