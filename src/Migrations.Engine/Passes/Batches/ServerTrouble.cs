using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes.Batches;

internal static class ServerTrouble
{
    private const int OutOfDiskSpace = 14031;

    // What says that the server is in the wrong state, and nothing about a document: a write conflict, a member that is no primary any more or shuts down, one that cannot be reached, time that ran out,
    // a session or transaction that is gone, a login that ended, storage that is broken or quotas that are used up.
    private static readonly HashSet<int> Codes =
    [
        6, 7, 8, 11, 18, 24, 50, 63, 64, 70, 71, 82, 89, 91, 96, 112, 117, 133, 150, 175, 189, 202, 225, 234, 246, 251, 262, 263, 290, 317, 384, 391, 461, 462,
        8000, 9001, 10058, 10107, 11600, 11601, 11602, 13388, 13435, 13436, 16500, 46841, 50915,
    ];

    public static void ThrowOnIt(RawDocument reply, IReadOnlyList<WriteError> errors, string command, string collection)
    {
        if (errors.FirstOrDefault(e => e.ServerCode == ServerCodes.Unauthorized) is { } denied)
        {
            throw new DatabaseException(MigrationErrorCode.NotAuthorized, DriverFailures.DenialText("The server", $"'{command}' on '{collection}'", denied.Message));
        }

        if (errors.FirstOrDefault(e => e.ServerCode == OutOfDiskSpace) is { } full)
        {
            throw new WriteException(
                $"The server has no space left on its disk, so '{command}' on '{collection}' was not done: {full.Message.TrimEnd('.')}. Make room, and run again: what is done is checkpointed.",
                errors,
                new RawDocument(reply.Bytes.ToArray()).ToBsonDocument());
        }

        if (errors.Count == 0 || reply.Contains("writeConcernError") || errors.Any(e => Codes.Contains(e.ServerCode)))
        {
            WriteReplies.ThrowOnErrors(reply, command, collection);
        }
    }
}
