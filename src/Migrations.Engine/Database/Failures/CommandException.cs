using MongoDB.Bson;

namespace Migrations.Engine.Database.Failures;

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
