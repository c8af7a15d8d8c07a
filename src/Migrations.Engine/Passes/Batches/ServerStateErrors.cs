using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes.Batches;

internal static class ServerStateErrors
{
    private const int OutOfDiskSpace = 14031;

    // Errors that are about the state of the server and not about a document: a write conflict, a member that is no longer primary or is shutting down, one that cannot be reached, a timeout,
    // a lost session or transaction, an expired login, broken storage or exhausted quotas.
    private static readonly HashSet<int> Codes =
    [
        6, 7, 8, 11, 18, 24, 50, 63, 64, 70, 71, 82, 89, 91, 96, 112, 117, 133, 150, 175, 189, 202, 225, 234, 246, 251, 262, 263, 290, 317, 384, 391, 461, 462,
        8000, 9001, 10058, 10107, 11600, 11601, 11602, 13388, 13435, 13436, 16500, 46841, 50915,
    ];

    public static bool Contain(int serverCode) => Codes.Contains(serverCode);

    public static void ThrowOnIt(RawDocument reply, IReadOnlyList<WriteError> errors, string command, string collection)
    {
        if (errors.FirstOrDefault(e => e.ServerCode == ServerCodes.Unauthorized) is { } denied)
        {
            throw new DatabaseException(MigrationErrorCode.NotAuthorized, DriverFailures.DenialText("The server", $"'{command}' on '{collection}'", denied.Message));
        }

        if (errors.FirstOrDefault(e => e.ServerCode == OutOfDiskSpace) is { } full)
        {
            throw new WriteException(
                $"The server has no space left on its disk, so '{command}' on '{collection}' was not done: {full.Message.TrimEnd('.')}. Free some space, and run again: what is done is checkpointed.",
                errors,
                new RawDocument(reply.Bytes.ToArray()).ToBsonDocument());
        }

        if (errors.Count == 0 || reply.Contains("writeConcernError") || errors.Any(e => Codes.Contains(e.ServerCode)))
        {
            WriteReplies.ThrowOnErrors(reply, command, collection);
        }
    }
}
