using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Commands;

internal static class CommandErrors
{
    private const int IllegalOperation = 20;

    public static MongoException From(RawBsonDocument reply, string commandName, ServerAddress address)
    {
        var document = new RawBsonDocument(reply.Bytes.ToArray()).ToBsonDocument();
        var code = document.TryGetValue("code", out var number) && number.IsNumeric ? (int)number.ToInt64() : 0;
        var name = Text(document, "codeName");
        var message = Text(document, "errmsg");
        var labels = document.TryGetValue("errorLabels", out var list) && list is BsonArray array ? array.Where(l => l.IsString).Select(l => l.AsString) : null;
        if (code == IllegalOperation && message.StartsWith("Transaction numbers", StringComparison.Ordinal))
        {
            return new MongoCommandException(
                MigrationErrorCode.RetryableWritesUnavailable,
                "This MongoDB deployment does not support retryable writes. Please add retryWrites=false to your connection string.",
                code,
                name,
                document,
                labels);
        }

        return new MongoCommandException(
            MigrationErrorCode.CommandFailed,
            $"The server '{address}' failed '{commandName}' with code {code}{(name.Length > 0 ? $" ({name})" : "")}: {message.TrimEnd('.')}. Correct what the server names, and run again.",
            code,
            name,
            document,
            labels);
    }

    public static MongoException SessionsUnavailable(ServerAddress address) => new(
        MigrationErrorCode.SessionsUnavailable,
        $"The server '{address}' has no sessions, and the command belongs to one. It was not sent. Use a replica set or a sharded cluster.");

    private static string Text(BsonDocument document, string name) => document.TryGetValue(name, out var value) && value.IsString ? value.AsString : "";
}
