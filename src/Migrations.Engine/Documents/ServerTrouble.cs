using Migrations.Bytes;
using Migrations.Engine.Database;

namespace Migrations.Engine.Documents;

internal static class ServerTrouble
{
    // What says that the server is in the wrong state, and nothing about a document: a write conflict, a member that is no primary any more or shuts down.
    private static readonly HashSet<int> Codes = [91, 112, 189, 10058, 10107, 11600, 11602, 13435];

    public static void ThrowOnIt(RawDocument reply, IReadOnlyList<WriteError> errors, string command, string collection)
    {
        if (errors.Count == 0 || reply.Contains("writeConcernError") || errors.Any(e => Codes.Contains(e.ServerCode)))
        {
            WriteReplies.ThrowOnErrors(reply, command, collection);
        }
    }
}
