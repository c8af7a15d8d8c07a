using MongoDB.Bson;

namespace Migrations.Engine.Database;

// What is acknowledged must survive: whoever goes on takes it for written.
internal static class Durable
{
    public const string Name = "writeConcern";

    public static BsonDocument Concern => new() { { "w", "majority" }, { "j", true } };
}
