using MongoDB.Bson;

namespace Migrations.TestKit;

internal static class DefaultReplies
{
    public static BsonDocument For(string commandName, BsonDocument command) => commandName switch
    {
        "insert" => Written(command, "documents"),
        "update" => Written(command, "updates").Set("nModified", Count(command, "updates")),
        "delete" => Written(command, "deletes"),
        "find" or "aggregate" or "listCollections" or "listIndexes" => Cursor([]),
        "findAndModify" => new BsonDocument { { "lastErrorObject", new BsonDocument { { "n", 0 }, { "updatedExisting", false } } }, { "value", BsonNull.Value }, { "ok", 1 } },
        "distinct" => new BsonDocument { { "values", new BsonArray() }, { "ok", 1 } },
        "count" => new BsonDocument { { "n", 0 }, { "ok", 1 } },
        "buildInfo" => new BsonDocument { { "version", "8.0.0" }, { "ok", 1 } },
        _ => new BsonDocument { { "ok", 1 } },
    };

    public static BsonDocument Cursor(BsonArray documents) => new()
    {
        { "cursor", new BsonDocument { { "firstBatch", documents }, { "id", 0L }, { "ns", "recorded.documents" } } },
        { "ok", 1 },
    };

    private static BsonDocument Written(BsonDocument command, string name) => new() { { "n", Count(command, name) }, { "ok", 1 } };

    private static int Count(BsonDocument command, string name) => command.TryGetValue(name, out var list) ? list.AsBsonArray.Count : 0;
}
