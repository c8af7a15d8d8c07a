namespace Migrations.Mongo.Connections;

internal static class ErrorLabels
{
    public const string RetryableWriteError = "RetryableWriteError";
    public const string NoWritesPerformed = "NoWritesPerformed";
    public const string TransientTransactionError = "TransientTransactionError";
    public const string UnknownTransactionCommitResult = "UnknownTransactionCommitResult";
    public const string SystemOverloadedError = "SystemOverloadedError";
    public const string RetryableError = "RetryableError";
}
