using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes.Throttling;

internal static class Overload
{
    // The server says so with both labels. A connection that is not taken bears them too, and so does a transaction that was repeated for minutes: the one may
    // mean that there is no server, the other has had its time.
    public static bool IsSaidBy(DatabaseException failure) =>
        failure.HasErrorLabel("SystemOverloadedError") && failure.HasErrorLabel("RetryableError")
        && failure.Code is not (MigrationErrorCode.ConnectFailed or MigrationErrorCode.TransactionTimedOut);
}
