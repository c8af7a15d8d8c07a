using Migrations.LocalServer.Gateway.Failures;
using Npgsql;

namespace Migrations.LocalServer.Gateway.Sql;

internal static class SqlFailure
{
    public static CommandFailure From(NpgsqlException exception, bool isInTransaction) => exception is PostgresException sql
        ? new CommandFailure(SqlState.ToCode(sql.SqlState, isInTransaction), sql.MessageText, exception)
        : new CommandFailure(ServerError.ShutdownInProgress, $"The connection to the storage engine broke: {exception.Message}", exception);

    // The driver reports a connection that broke while idle with an InvalidOperationException at its next use.
    public static bool IsConnectionLoss(Exception exception) => exception is NpgsqlException or InvalidOperationException;

    public static CommandFailure FromLoss(Exception exception, bool isInTransaction) => exception is NpgsqlException told
        ? From(told, isInTransaction)
        : new CommandFailure(ServerError.ShutdownInProgress, "The storage engine ended the connection.", exception);
}
