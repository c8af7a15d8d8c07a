using System.Collections.Frozen;

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
