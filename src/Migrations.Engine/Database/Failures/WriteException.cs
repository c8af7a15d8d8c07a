using MongoDB.Bson;

namespace Migrations.Engine.Database.Failures;

// The server took a write command and failed some of its statements, or could not give the write concern.
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
