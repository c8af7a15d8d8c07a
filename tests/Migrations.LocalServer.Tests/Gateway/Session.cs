using MongoDB.Bson;

namespace Migrations.LocalServer.Tests.Gateway;

// Adds to commands what a driver adds to those of a session.
internal sealed class Session
{
    private long _number;

    public BsonDocument Id { get; } = new() { { "id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard) } };

    public BsonDocument Start(string json)
    {
        _number++;
        return Next(json).Set("startTransaction", true);
    }

    public BsonDocument Next(string json) => Next(BsonDocument.Parse(json));

    public BsonDocument Next(BsonDocument command) => AtAdmin(command).Set("lsid", Id).Set("txnNumber", _number).Set("autocommit", false);

    public BsonDocument Retryable(string json, long number) => BsonDocument.Parse(json).Set("lsid", Id).Set("txnNumber", number);

    private static BsonDocument AtAdmin(BsonDocument command) =>
        command.Contains("commitTransaction") || command.Contains("abortTransaction") ? command.Set("$db", "admin") : command;
}
