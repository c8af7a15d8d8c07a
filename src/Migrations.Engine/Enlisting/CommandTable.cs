using System.Collections.Frozen;
using MongoDB.Bson;

namespace Migrations.Engine.Enlisting;

// How to handle a command that an author runs by name.
internal static class CommandTable
{
    private static readonly FrozenDictionary<string, Call> Calls = Rows().ToFrozenDictionary(r => r.Name, r => r.Call, StringComparer.Ordinal);

    public static Call Find(string command) =>
        Calls.GetValueOrDefault(command) ?? new Call(CallKind.Refused, "It is not known whether it reads, writes or changes a collection. Use the methods of the driver's database and collections, or run it outside of migrations.");

    private static IEnumerable<(string Name, Call Call)> Rows() =>
    [
        .. Each(CallKind.Read, "aggregate", "distinct", "find"),
        .. Each(CallKind.Write, "bulkWrite", "delete", "findAndModify", "findandmodify", "insert", "update"),
        .. Each(CallKind.Outside, "buildInfo", "buildinfo", "collStats", "collstats", "connectionStatus", "count", "dataSize", "dbStats", "dbstats", "explain", "getParameter", "hello", "hostInfo", "isMaster", "ismaster", "listDatabases", "listIndexes", "ping", "serverStatus"),
        .. Each(CallKind.Schema, "collMod", "convertToCapped", "create", "createIndexes", "createSearchIndexes", "deleteIndexes", "drop", "dropIndexes", "dropSearchIndex", "renameCollection", "shardCollection", "updateSearchIndex"),
        ("dropDatabase", Refused("Drop the collections one by one.")),
        ("listCollections", Refused("Use ListCollections or ListCollectionNames.")),
        ("mapReduce", Refused("Use aggregate.")),
        ("mapreduce", Refused("Use aggregate.")),
        ("abortTransaction", Refused("The run ends the transaction; to abort, throw.")),
        ("commitTransaction", Refused("The run ends the transaction.")),
    ];

    private static IEnumerable<(string, Call)> Each(CallKind kind, params string[] names) => names.Select(name => (name, new Call(kind)));

    private static Call Refused(string cure) => new(CallKind.Refused, cure);
}

// Where a command that is being sent reads or writes.
internal static class CommandPlaces
{
    public static bool Writes(string command, BsonDocument body) =>
        CommandTable.Find(command).Kind == CallKind.Write || (command == "aggregate" && FindOutput(body) is not null);

    // For an aggregation that writes, where it writes.
    public static IReadOnlyList<string> Of(string command, BsonDocument body) => command switch
    {
        "bulkWrite" when body.TryGetValue("nsInfo", out var places) => [.. places.AsBsonArray.Select(p => ServerCommand.WithoutDatabase(p["ns"])).OfType<string>()],
        "aggregate" when FindOutput(body) is { } output => [.. PipelineTargets.FindCollections([output])],
        "renameCollection" when ServerCommand.WithoutDatabase(body[0]) is { } renamed => [renamed],
        _ => body.ElementCount > 0 && body[0] is BsonString collection ? [collection.Value] : [],
    };

    private static BsonDocument? FindOutput(BsonDocument body) =>
        body.TryGetValue("pipeline", out var pipeline) && pipeline is BsonArray { Count: > 0 } stages && stages[^1] is BsonDocument last && PipelineTargets.FindOutput([last]) is not null ? last : null;
}
