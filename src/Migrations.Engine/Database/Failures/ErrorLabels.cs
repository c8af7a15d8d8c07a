namespace Migrations.Engine.Database.Failures;

internal static class ErrorLabels
{
    public const string TransientTransactionError = "TransientTransactionError";
    public const string UnknownTransactionCommitResult = "UnknownTransactionCommitResult";
    public const string SystemOverloadedError = "SystemOverloadedError";
    public const string RetryableError = "RetryableError";
}
