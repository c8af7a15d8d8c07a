using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// How the state names a migration: as an _id, or as the beginning of the _id of what belongs to it.
internal static class MigrationKey
{
    public static BsonDocument Of(string tree, string id) => new() { { "tree", tree }, { "id", id } };

    // What belongs to it in a collection whose _ids begin with it.
    public static BsonDocument Filter(string tree, string id) => new() { { "_id.tree", tree }, { "_id.id", id } };
}
