using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>The server took a write command and failed some of its statements, or could not give the write concern.</summary>
public sealed class MongoWriteException : MongoException
{
    /// <summary>Creates the failure from the reply's parts.</summary>
    public MongoWriteException(string message, IReadOnlyList<WriteError> errors, BsonDocument reply, IEnumerable<string>? errorLabels = null)
        : base(MigrationErrorCode.WriteFailed, message, null, errorLabels)
    {
        Errors = errors;
        Reply = reply;
    }

    /// <summary>The failed statements; empty when only the write concern failed.</summary>
    public IReadOnlyList<WriteError> Errors { get; }

    /// <summary>The whole reply.</summary>
    public BsonDocument Reply { get; }
}
