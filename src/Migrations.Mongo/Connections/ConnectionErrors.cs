using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Connections;

internal static class ConnectionErrors
{
    public static MongoException Lost(ServerAddress address, Exception cause) => new(
        MigrationErrorCode.ConnectionLost,
        $"The connection to '{address}' broke: {cause.Message} Whether the command was carried out is not known. Check the server and the network, and run again.",
        cause);

    public static MongoException TimedOut(ServerAddress address, Exception cause) => new(
        MigrationErrorCode.CommandTimedOut,
        $"The server '{address}' did not answer in the time allowed. Whether the command was carried out is not known. Allow more time, or look for what keeps the server busy.",
        cause);

    public static MongoException Violated(ServerAddress address, Exception cause) => new(
        MigrationErrorCode.ProtocolViolated,
        $"The server '{address}' sent bytes that are no valid reply. {cause.Message} The connection was closed. Check that host and port belong to a MongoDB server and that 'tls' is set as it needs.",
        cause);

    // Network errors in the widest sense: the command may or may not have reached the server.
    public static bool IsNetworkError(MongoException exception) => exception.Code is
        MigrationErrorCode.ConnectFailed or MigrationErrorCode.ConnectionLost or MigrationErrorCode.CommandTimedOut or MigrationErrorCode.ProtocolViolated;
}
