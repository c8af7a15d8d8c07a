using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// The server's error that ended the transaction. The transaction loop handles transient ones.
internal sealed record TransactionFault(string Command, string? Collection, int ServerCode, string Text, bool IsTransient)
{
    // An error without a reply is a connection error, which may be recoverable.
    public static TransactionFault Of(string command, string? collection, Exception failure) => failure is MongoCommandException e
        ? new TransactionFault(command, collection, e.Code, e.ErrorMessage ?? e.Message, IsTransientReply(e.Result))
        : new TransactionFault(command, collection, 0, failure.Message, IsTransient: true);

    // A successful reply may contain failed statements.
    public static TransactionFault? Of(string command, string? collection, BsonDocument reply)
    {
        if (reply.TryGetValue("writeErrors", out var errors) && errors is BsonArray { Count: > 0 } list)
        {
            return OfStatement(command, collection, list[0].AsBsonDocument, reply);
        }

        return command == "bulkWrite" && reply.TryGetValue("nErrors", out var count) && count.ToInt64() > 0
            && reply["cursor"]["firstBatch"].AsBsonArray.Select(r => r.AsBsonDocument).FirstOrDefault(r => r.GetValue("ok", 1).ToDouble() == 0) is { } failed
            ? OfStatement(command, collection, failed, reply)
            : null;
    }

    public MigrationException ToException() => new(
        MigrationErrorCode.SwallowedServerError,
        $"'{Command}'{(Collection is null ? "" : $" on '{Collection}'")} failed{(ServerCode == 0 ? "" : $" with server code {ServerCode}")}: {Text} The error was caught, but the server has ended the migration's transaction with it, so nothing that follows can be kept. Check before you write (with a filter or an upsert), or set Transaction = TransactionMode.Never.");

    private static TransactionFault OfStatement(string command, string? collection, BsonDocument error, BsonDocument reply) =>
        new(command, collection, error.GetValue("code", 0).ToInt32(), error.GetValue("errmsg", "").AsString, IsTransientReply(reply));

    private static bool IsTransientReply(BsonDocument? reply) =>
        reply is not null && reply.TryGetValue("errorLabels", out var labels) && labels is BsonArray list && list.Contains("TransientTransactionError");
}
