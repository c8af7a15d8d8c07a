namespace Migrations.Engine.Database.Failures;

// Server codes that more than one room depends on.
internal static class ServerCodes
{
    public const int Unauthorized = 13;
    public const int WriteConflict = 112;
    public const int DuplicateKey = 11000;
}

internal static class ErrorLabels
{
    public const string TransientTransactionError = "TransientTransactionError";
    public const string UnknownTransactionCommitResult = "UnknownTransactionCommitResult";
    public const string SystemOverloadedError = "SystemOverloadedError";
    public const string RetryableError = "RetryableError";
}
