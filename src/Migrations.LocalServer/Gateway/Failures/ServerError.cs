namespace Migrations.LocalServer.Gateway.Failures;

// MongoDB's error codes that this server gives, and their names.
internal static class ServerError
{
    public const int InternalError = 1;
    public const int BadValue = 2;
    public const int HostUnreachable = 6;
    public const int FailedToParse = 9;
    public const int TypeMismatch = 14;
    public const int InvalidLength = 16;
    public const int AuthenticationFailed = 18;
    public const int IllegalOperation = 20;
    public const int LockTimeout = 24;
    public const int NamespaceNotFound = 26;
    public const int CursorNotFound = 43;
    public const int NamespaceExists = 48;
    public const int MaxTimeExpired = 50;
    public const int CommandNotFound = 59;
    public const int UnsatisfiableWriteConcern = 100;
    public const int ShutdownInProgress = 91;
    public const int WriteConflict = 112;
    public const int CommandNotSupported = 115;
    public const int ConflictingOperationInProgress = 117;
    public const int TransactionTooOld = 225;
    public const int SnapshotUnavailable = 246;
    public const int NoSuchTransaction = 251;
    public const int TransactionCommitted = 256;
    public const int OperationNotSupportedInTransaction = 263;
    public const int DuplicateKey = 11000;
    public const int OutOfDiskSpace = 14031;

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "InternalError", [2] = "BadValue", [6] = "HostUnreachable", [7] = "HostNotFound", [9] = "FailedToParse", [13] = "Unauthorized", [14] = "TypeMismatch",
        [16] = "InvalidLength", [18] = "AuthenticationFailed", [20] = "IllegalOperation", [24] = "LockTimeout", [26] = "NamespaceNotFound", [27] = "IndexNotFound",
        [28] = "PathNotViable", [40] = "ConflictingUpdateOperators", [43] = "CursorNotFound", [48] = "NamespaceExists", [50] = "MaxTimeMSExpired", [59] = "CommandNotFound",
        [66] = "ImmutableField", [67] = "CannotCreateIndex", [72] = "InvalidOptions", [73] = "InvalidNamespace", [79] = "UnknownReplWriteConcern", [85] = "IndexOptionsConflict", [86] = "IndexKeySpecsConflict",
        [89] = "NetworkTimeout", [91] = "ShutdownInProgress", [100] = "UnsatisfiableWriteConcern", [112] = "WriteConflict", [115] = "CommandNotSupported",
        [117] = "ConflictingOperationInProgress", [121] = "DocumentValidationFailure", [134] = "ReadConcernMajorityNotAvailableYet", [136] = "CappedPositionLost", [166] = "CommandNotSupportedOnView",
        [168] = "InvalidPipelineOperator", [175] = "QueryPlanKilled", [189] = "PrimarySteppedDown", [197] = "InvalidIndexSpecificationOption", [224] = "QueryFeatureNotAllowed",
        [225] = "TransactionTooOld", [246] = "SnapshotUnavailable", [251] = "NoSuchTransaction", [256] = "TransactionCommitted", [262] = "ExceededTimeLimit", [263] = "OperationNotSupportedInTransaction",
        [9001] = "SocketException", [10058] = "LegacyNotPrimary", [10107] = "NotWritablePrimary", [10334] = "BSONObjectTooLarge", [11000] = "DuplicateKey", [11600] = "InterruptedAtShutdown", [11601] = "Interrupted",
        [11602] = "InterruptedDueToReplStateChange", [13435] = "NotPrimaryNoSecondaryOk", [13436] = "NotPrimaryOrSecondary", [14031] = "OutOfDiskSpace", [17280] = "KeyTooLong", [40415] = "IDLUnknownField",
    };

    private static readonly HashSet<int> TransientInTransaction = [LockTimeout, WriteConflict, SnapshotUnavailable, NoSuchTransaction];

    private static readonly HashSet<int> RetryableWrite = [6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];

    public static string NameOf(int code) => Names.TryGetValue(code, out var name) ? name : $"Location{code}";

    public static bool IsTransientInTransaction(int code) => TransientInTransaction.Contains(code) || RetryableWrite.Contains(code);

    public static bool IsRetryableWrite(int code) => RetryableWrite.Contains(code);
}

// A command's error as the client sees it.
internal sealed class CommandFailure(int code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int Code => code;

    public IReadOnlyList<string> Labels { get; init; } = [];

    // Set if the labels are given and nothing must be added to them.
    public bool HasFinalLabels { get; init; }
}
