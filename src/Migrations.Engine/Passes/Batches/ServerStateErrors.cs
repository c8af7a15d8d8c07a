using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Passes.Batches;

// The errors of a reply that are about the server, not about a document, end the run.
internal static class ServerStateErrors
{
    public static void ThrowOnIt(RawDocument reply, IReadOnlyList<WriteError> errors, string command, string collection)
    {
        if (errors.FirstOrDefault(e => e.ServerCode == ServerCodes.Unauthorized) is { } denied)
        {
            throw new DatabaseException(MigrationErrorCode.NotAuthorized, DriverFailures.DenialText("The server", $"'{command}' on '{collection}'", denied.Message));
        }

        if (errors.FirstOrDefault(e => e.ServerCode == ServerCodes.OutOfDiskSpace) is { } full)
        {
            throw new WriteException(
                $"The server has no space left on its disk, so '{command}' on '{collection}' was not done: {full.Message.TrimEnd('.')}. Free some space, and run again: what is done is checkpointed.",
                errors,
                new RawDocument(reply.Bytes.ToArray()).ToBsonDocument());
        }

        if (errors.Count == 0 || reply.Contains("writeConcernError") || errors.Any(e => ServerCodes.IsServerState(e.ServerCode)))
        {
            WriteReplies.ThrowOnErrors(reply, command, collection);
        }
    }
}
