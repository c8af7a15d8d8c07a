using MongoDB.Bson;

namespace Migrations.Engine.Enlisting;

// Which commands may be sent by the authors' client. Calls through the proxies obey it; calls from anywhere else do not.
internal static class AllowedCommands
{
    public static bool IsOfTheConnection(string command) =>
        command is "hello" or "isMaster" or "ismaster" or "saslStart" or "saslContinue" or "authenticate" or "getnonce" or "logout" or "endSessions";

    public static bool EndsTransactions(string command) => command is "abortTransaction" or "commitTransaction";

    public static bool MayPass(Enlistment? enlistment, string command, BsonDocument body)
    {
        if (enlistment is null)
        {
            return EndsTransactions(command) || command == "killCursors";
        }

        if (!enlistment.IsInTransaction || IsInTransactionOf(enlistment, body) || EndsTransactions(command))
        {
            return !enlistment.IsReadOnly || !CommandPlaces.Writes(command, body);
        }

        return CommandTable.Find(command).Kind switch
        {
            CallKind.Outside => true,
            CallKind.Schema => enlistment.IsChangingSchema,
            _ => command is "listCollections" or "getMore" or "killCursors" || IsListOfSearchIndexes(command, body),
        };
    }

    public static bool IsInTransactionOf(Enlistment enlistment, BsonDocument body) =>
        enlistment.Session is { } session
        && body.TryGetValue("lsid", out var given) && given.Equals(session.ServerSession.Id)
        && body.Contains("txnNumber") && body.TryGetValue("autocommit", out var autocommit) && !autocommit.ToBoolean();

    private static bool IsListOfSearchIndexes(string command, BsonDocument body) =>
        command == "aggregate" && body.TryGetValue("pipeline", out var pipeline) && pipeline is BsonArray { Count: > 0 } stages && stages[0] is BsonDocument first && first.Contains("$listSearchIndexes");
}
