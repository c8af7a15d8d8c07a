using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes.Throttling;

internal static class ServerOverload
{
    // The server says so with both labels. A failed connection has them too, and so does a transaction that was retried for minutes: the one may
    // mean that there is no server, the other has had its time.
    public static bool IsReportedBy(DatabaseException failure) =>
        failure.HasErrorLabel("SystemOverloadedError") && failure.HasErrorLabel("RetryableError")
        && failure.Code is not (MigrationErrorCode.ConnectFailed or MigrationErrorCode.TransactionTimedOut);
}
