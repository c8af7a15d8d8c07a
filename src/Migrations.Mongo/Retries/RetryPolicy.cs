using Migrations.Channel;
using Migrations.Mongo.Connections;

namespace Migrations.Mongo.Retries;

// Which failures of which commands are worth another attempt.
internal enum RetryPolicy
{
    // Only when the server is overloaded, or when nothing was sent.
    Never,
    Read,

    // An insert, update or delete with a transaction number; also commit and abort.
    Write,

    // A command inside a transaction: only when the server is overloaded.
    InTransaction,
}

internal static class RetryDecision
{
    public static bool IsOverloaded(MongoException failure) =>
        failure.HasErrorLabel(ErrorLabels.SystemOverloadedError) && failure.HasErrorLabel(ErrorLabels.RetryableError);

    public static bool IsRetryable(RetryPolicy policy, MongoException failure) => policy switch
    {
        RetryPolicy.Read => failure.Code == MigrationErrorCode.PoolCleared
            || ConnectionErrors.IsNetworkError(failure)
            || (failure is MongoCommandException command && IsRetryableRead(command.ServerCode)),
        RetryPolicy.Write => failure.HasErrorLabel(ErrorLabels.RetryableWriteError),
        RetryPolicy.InTransaction => false,
        _ => failure.Code == MigrationErrorCode.PoolCleared,
    };

    // From 4.4 on the server itself says which of its errors a write may be repeated after; the client adds what the server cannot.
    public static void LabelWrite(MongoException failure)
    {
        if (failure.Code == MigrationErrorCode.PoolCleared || ConnectionErrors.IsNetworkError(failure))
        {
            failure.AddErrorLabel(ErrorLabels.RetryableWriteError);
        }
    }

    // Of several failures the one is raised that may have written something.
    public static MongoException Choose(MongoException? earlier, MongoException later)
    {
        var laterWroteNothing = later.HasErrorLabel(ErrorLabels.NoWritesPerformed)
            || later.Code is MigrationErrorCode.PoolCleared or MigrationErrorCode.ConnectFailed or MigrationErrorCode.ServerUnavailable;
        return earlier is not null && laterWroteNothing ? earlier : later;
    }

    private static bool IsRetryableRead(int code) => code is 262 or 11600 or 11602 or 10107 or 13435 or 13436 or 189 or 134 or 91 or 7 or 6 or 89 or 9001;
}
