namespace Migrations.Engine.Database.Failures;

// The error codes of MongoDB that decide what is done, all of them: what is repeated, waited for, or counted as a fault of the server and not of a document.
// Names and numbers: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
internal static class ServerCodes
{
    public const int Unauthorized = 13;
    public const int WriteConflict = 112;
    public const int DuplicateKey = 11000;
    public const int OutOfDiskSpace = 14031;

    // A member that is no longer primary, starts or shuts down: the next one that is asked may answer.
    private static readonly int[] ChangingMember = [91, 189, 10058, 10107, 11600, 11602, 13435, 13436];

    // A member that cannot be reached, or was too slow.
    private static readonly int[] UnreachableMember = [6, 7, 89, 262, 9001];

    // "Retryable Reads" adds a majority that is not known yet.
    private static readonly HashSet<int> RetryableReads = [.. ChangingMember, .. UnreachableMember, 134];

    // Besides these: write conflicts, timeouts, lost sessions and transactions, expired logins, broken storage, exhausted quotas.
    private static readonly HashSet<int> ServerState =
    [
        .. ChangingMember, .. UnreachableMember,
        8, 11, 18, 24, 50, 63, 64, 70, 71, 82, 96, WriteConflict, 117, 133, 150, 175, 202, 225, 234, 246, 251, 263, 290, 317, 384, 391, 461, 462, 8000, 11601, 13388, 16500, 46841, 50915,
    ];

    public static bool IsChangingMember(int code) => ChangingMember.Contains(code);

    public static bool IsRetryableRead(int code) => RetryableReads.Contains(code);

    public static bool IsServerState(int code) => ServerState.Contains(code);
}
