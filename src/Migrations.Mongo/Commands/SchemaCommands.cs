namespace Migrations.Mongo.Commands;

internal static class SchemaCommands
{
    // Commands of kind Admin that the write concern of the connection string applies to.
    public static bool TakesWriteConcern(string name) => name is
        "create" or "createIndexes" or "drop" or "dropDatabase" or "dropIndexes" or "collMod" or "renameCollection";
}
