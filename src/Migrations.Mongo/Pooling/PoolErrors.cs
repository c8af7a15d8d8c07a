using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Pooling;

internal static class PoolErrors
{
    public static MongoException Cleared(ServerAddress address, string reason) => new(
        MigrationErrorCode.PoolCleared,
        $"The connections to '{address}' were closed: {reason.TrimEnd('.')}. The command was not sent. Run again when the server is well.");

    public static MongoException Exhausted(ServerAddress address, TimeSpan timeout, int open, int maximum) => new(
        MigrationErrorCode.PoolExhausted,
        $"No connection to '{address}' became free in {(long)timeout.TotalMilliseconds} ms; {open} of at most {maximum} are open. "
        + "The command was not sent. Raise 'maxPoolSize', or run fewer commands at once.");
}
