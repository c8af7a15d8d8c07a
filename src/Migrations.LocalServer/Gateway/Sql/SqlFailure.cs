using System.Net.Sockets;
using Migrations.LocalServer.Gateway.Failures;
using Npgsql;

namespace Migrations.LocalServer.Gateway.Sql;

internal static class SqlFailure
{
    public static CommandFailure From(NpgsqlException exception, bool isInTransaction) => exception is PostgresException sql
        ? new CommandFailure(SqlState.ToCode(sql.SqlState, isInTransaction), sql.MessageText, exception)
        : new CommandFailure(ServerError.ShutdownInProgress, $"The connection to the storage engine broke: {exception.Message}", exception);

    public static bool IsConnectionLoss(Exception exception) => exception is IOException or SocketException or NpgsqlException and not PostgresException;
}
