using MongoDB.Bson;

namespace Migrations.Engine.Database.Failures;

// A failure on the way to the database or reported by it.
internal class DatabaseException : MigrationException
{
    private readonly List<string> _errorLabels;

    public DatabaseException(MigrationErrorCode code, string message, Exception? innerException = null, IEnumerable<string>? errorLabels = null)
        : base(code, message, innerException) => _errorLabels = errorLabels is null ? [] : [.. errorLabels];

    // Labels set by the server or the client, for example TransientTransactionError.
    public IReadOnlyList<string> ErrorLabels => _errorLabels;

    // Whether the failure carries the label.
    public bool HasErrorLabel(string label) => _errorLabels.Contains(label, StringComparer.Ordinal);

    // Adds a label, for a channel that knows more about the failure than the server.
    public void AddErrorLabel(string label)
    {
        if (!HasErrorLabel(label))
        {
            _errorLabels.Add(label);
        }
    }
}

// The server refused or failed a command (ok: 0).
internal sealed class CommandException : DatabaseException
{
    public CommandException(MigrationErrorCode code, string message, int serverCode, string codeName, BsonDocument reply, IEnumerable<string>? errorLabels = null)
        : base(code, message, null, errorLabels)
    {
        ServerCode = serverCode;
        CodeName = codeName;
        Reply = reply;
    }

    // The server's error code, for example 11000; 0 if it gave none.
    public int ServerCode { get; }

    // The server's name of the code, for example DuplicateKey; empty if it gave none.
    public string CodeName { get; }

    // The whole reply.
    public BsonDocument Reply { get; }
}

// The server accepted a write command and failed some of its statements, or could not meet the write concern.
internal sealed class WriteException : DatabaseException
{
    public WriteException(string message, IReadOnlyList<WriteError> errors, BsonDocument reply, IEnumerable<string>? errorLabels = null)
        : base(MigrationErrorCode.WriteFailed, message, null, errorLabels)
    {
        Errors = errors;
        Reply = reply;
    }

    // The failed statements; empty when only the write concern failed.
    public IReadOnlyList<WriteError> Errors { get; }

    // The whole reply.
    public BsonDocument Reply { get; }
}

// One failed statement of a write command.
internal sealed record WriteError
{
    // Its position among the statements, from 0.
    public int Index { get; init; }

    // The server's error code, for example 11000 for a duplicate key or 121 for a validator.
    public int ServerCode { get; init; }

    // The server's message.
    public string Message { get; init; } = "";

    // What the server adds, for example which validator rule failed; null if nothing.
    public BsonDocument? Info { get; init; }

    // The fields of the index whose key is a duplicate; null if the server does not say.
    public BsonDocument? KeyPattern { get; init; }

    // The key that is a duplicate; null if the server does not say.
    public BsonDocument? KeyValue { get; init; }
}
