using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>The server refused or failed a command (<c>ok: 0</c>).</summary>
public sealed class MongoCommandException : MongoException
{
    /// <summary>Creates the failure from the reply's parts.</summary>
    public MongoCommandException(MigrationErrorCode code, string message, int serverCode, string codeName, BsonDocument reply, IEnumerable<string>? errorLabels = null)
        : base(code, message, null, errorLabels)
    {
        ServerCode = serverCode;
        CodeName = codeName;
        Reply = reply;
    }

    /// <summary>The server's error code, for example 11000; 0 if it gave none.</summary>
    public int ServerCode { get; }

    /// <summary>The server's name of the code, for example <c>DuplicateKey</c>; empty if it gave none.</summary>
    public string CodeName { get; }

    /// <summary>The whole reply.</summary>
    public BsonDocument Reply { get; }
}
