using MongoDB.Bson;

namespace Migrations.Engine.Database;

// What is acknowledged must survive: the next run relies on it.
internal static class Durable
{
    public const string Name = "writeConcern";

    public static BsonDocument Concern => new() { { "w", "majority" }, { "j", true } };
}
