using MongoDB.Driver;

namespace Migrations.Engine.Database.Failures;

// "Retryable Reads": a lost connection, and the errors of servers that step down, start or shut down.
internal static class RetryableRead
{
    private static readonly HashSet<int> Codes = [6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];

    public static bool IsIt(MongoException failure) => failure switch
    {
        MongoAuthenticationException => false,
        MongoConnectionException or MongoConnectionPoolPausedException or MongoNotPrimaryException or MongoNodeIsRecoveringException => true,
        MongoCommandException refused => Codes.Contains(refused.Code),
        _ => false,
    };
}
