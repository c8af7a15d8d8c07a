using Migrations.Engine.Wording;
using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;
using Driver = MongoDB.Driver;

namespace Migrations.Engine.Database.Failures;

// What the driver throws, as what the product throws: with a code, the server's name, the consequence and the cure.
internal static class DriverFailures
{
    private const int IllegalOperation = 20;
    private const int CursorNotFound = 43;

    // Anything else that the driver throws is our mistake, or a cancellation.
    public static bool IsFailure(Exception failure) => failure is Driver.MongoException or TimeoutException or FormatException or MongoDB.Bson.BsonException or IOException or NotSupportedException;

    public static DatabaseException Of(Exception failure, string command, IMongoClient client) => failure switch
    {
        MongoAuthenticationException login => ConnectionFailures.OfLogin(login, client.Settings.Credential),
        MongoConnectionException connection when ConnectionFailures.HasNoMechanism(connection) => ConnectionFailures.OfMechanism(connection, client.Settings.Credential),
        MongoConnectionException connection => ConnectionFailures.Of(connection),
        MongoConnectionPoolPausedException paused => new DatabaseException(
            MigrationErrorCode.PoolCleared,
            $"The connections to a server were closed because it failed for others: {Sentence.Of(paused.Message)} The command '{command}' was not sent. Check the server, and run again.",
            paused,
            paused.ErrorLabels),
        MongoIncompatibleDriverException incompatible => new DatabaseException(
            MigrationErrorCode.IncompatibleServer,
            $"{Sentence.Of(incompatible.Message)} Nothing was sent. Use a server that the driver supports.",
            incompatible,
            incompatible.ErrorLabels),
        MongoExecutionTimeoutException late => OfCommand(command, late.ConnectionId?.ServerId.EndPoint, late.Code, late.CodeName, late.Message, null, late),
        MongoCursorNotFoundException gone => OfCommand("getMore", gone.ConnectionId?.ServerId.EndPoint, CursorNotFound, nameof(CursorNotFound), gone.Message, gone.QueryResult, gone),
        Driver.MongoCommandException refused => OfCommand(command, refused.ConnectionId?.ServerId.EndPoint, refused.Code, refused.CodeName, refused.ErrorMessage ?? refused.Message, refused.Result, refused),
        NotSupportedException or MongoClientException when IsAboutSessions(failure) => new DatabaseException(
            MigrationErrorCode.SessionsUnavailable,
            $"The server has no sessions, and the command '{command}' needs one. It was not sent. Use a replica set or a sharded cluster.",
            failure),
        TimeoutException timeout => SelectionFailures.Of(timeout, client),
        FormatException or MongoDB.Bson.BsonException or IOException => Violated(command, failure),
        _ => new DatabaseException(MigrationErrorCode.CommandFailed, $"The command '{command}' failed: {Sentence.Of(failure.Message)} Correct what it names, and run again.", failure, (failure as Driver.MongoException)?.ErrorLabels),
    };

    public static BsonDocument Copy(MongoDB.Bson.BsonDocument? document) =>
        document is null ? [] : new RawDocument(MongoDB.Bson.BsonExtensionMethods.ToBson(document)).ToBsonDocument();

    public static string DenialText(string server, string action, string message) =>
        $"{server} does not allow this user to do {action}: {message.TrimEnd('.')}. It was not done. Give the user a role with that right, for example 'dbOwner' on the database, or connect as another user.";

    private static bool IsAboutSessions(Exception failure) => failure.Message.Contains("essions are not supported", StringComparison.Ordinal);

    private static CommandException OfCommand(string command, System.Net.EndPoint? server, int code, string? codeName, string message, MongoDB.Bson.BsonDocument? reply, Driver.MongoException cause)
    {
        if (code == IllegalOperation && message.StartsWith("Transaction numbers", StringComparison.Ordinal))
        {
            return new CommandException(
                MigrationErrorCode.RetryableWritesUnavailable,
                "This MongoDB deployment does not support retryable writes. Add retryWrites=false to the connection string.",
                code,
                codeName ?? "",
                Copy(reply),
                cause.ErrorLabels);
        }

        if (code == ServerCodes.Unauthorized)
        {
            return new CommandException(
                MigrationErrorCode.NotAuthorized,
                DenialText($"The server '{EndPointText.Of(server)}'", $"'{command}'", message),
                code,
                codeName ?? "",
                Copy(reply),
                cause.ErrorLabels);
        }

        var name = string.IsNullOrEmpty(codeName) ? "" : $" ({codeName})";
        return new CommandException(
            MigrationErrorCode.CommandFailed,
            $"The server '{EndPointText.Of(server)}' failed '{command}' with code {code}{name}: {message.TrimEnd('.')}. Correct what the server names, and run again.",
            code,
            codeName ?? "",
            Copy(reply),
            cause.ErrorLabels);
    }

    // "Retryable Reads": a lost connection, and the errors of servers that step down, start or shut down.
    public static bool MayReadAgain(MongoException failure) => failure switch
    {
        MongoAuthenticationException => false,
        MongoConnectionException or MongoConnectionPoolPausedException or MongoNotPrimaryException or MongoNodeIsRecoveringException => true,
        MongoCommandException refused => ServerCodes.IsRetryableRead(refused.Code),
        _ => false,
    };

    private static DatabaseException Violated(string command, Exception cause) => new(
        MigrationErrorCode.ProtocolViolated,
        $"The reply to '{command}' is not a valid reply: {Sentence.Of(cause.Message)} It is not known whether the command was carried out. Check that host and port belong to a MongoDB server and that 'tls' is set as it requires.",
        cause);
}

// Server codes that more than one room depends on.
internal static class ErrorLabels
{
    public const string TransientTransactionError = "TransientTransactionError";
    public const string UnknownTransactionCommitResult = "UnknownTransactionCommitResult";
    public const string SystemOverloadedError = "SystemOverloadedError";
    public const string RetryableError = "RetryableError";
}
