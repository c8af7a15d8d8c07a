using MongoDB.Bson;

namespace Migrations.Engine.Database;

// What is acknowledged must survive: the next run relies on it.
internal static class DurableConcern
{
    public const string Name = "writeConcern";

    public static BsonDocument Value => new() { { "w", "majority" }, { "j", true } };
}
