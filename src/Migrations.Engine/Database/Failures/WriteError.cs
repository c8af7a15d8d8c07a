using MongoDB.Bson;

namespace Migrations.Engine.Database.Failures;

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
