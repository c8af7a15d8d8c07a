using Migrations.TestKit;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Hosts;

// The privilege actions that the server's documentation names for a command. What nobody has decided about is named as it is, so that a test meets it.
internal static class TakenActions
{
    // Anybody may send them; the sessions are the user's own.
    private static readonly HashSet<string> Free =
        ["hello", "isMaster", "ismaster", "buildInfo", "ping", "getMore", "killCursors", "endSessions", "commitTransaction", "abortTransaction", "startSession", "killSessions"];

    // Told of as optional: refused, a run goes on.
    private static readonly HashSet<string> Optional = ["replSetGetStatus", "getParameter"];

    public static IEnumerable<string> Of(FakeRequest request, string database)
    {
        var (name, body) = (request.Name, request.Document);
        if (Free.Contains(name) || Optional.Contains(name))
        {
            return [];
        }

        var actions = name switch
        {
            "find" or "count" or "distinct" => ["find"],
            "aggregate" => OfPipeline(body["pipeline"].AsBsonArray),
            "insert" => ["insert"],
            "update" => body["updates"].AsBsonArray.Any(u => u.AsBsonDocument.GetValue("upsert", false).ToBoolean()) ? ["update", "insert", "find"] : ["update", "find"],
            "delete" => ["remove", "find"],
            "bulkWrite" => ["find", .. body["ops"].AsBsonArray.Select(o => o.AsBsonDocument.GetElement(0).Name).Distinct().Select(o => o == "delete" ? "remove" : o)],
            "findAndModify" or "findandmodify" => ["find", "update", "insert", "remove"],
            "create" => ["createCollection"],
            "drop" => ["dropCollection"],
            "collMod" => ["collMod"],
            "createIndexes" => ["createIndex"],
            "dropIndexes" => ["dropIndex"],
            "listIndexes" => ["listIndexes"],
            "listCollections" => ["listCollections"],
            "renameCollection" => ["renameCollectionSameDB"],
            _ => (IEnumerable<string>)[$"? {name}"],
        };
        var isElsewhere = body.TryGetValue("$db", out var db) && db != database && name is not ("renameCollection" or "bulkWrite");
        return [.. actions, .. body.Contains("bypassDocumentValidation") ? ["bypassDocumentValidation"] : Array.Empty<string>(), .. isElsewhere ? [$"{name} on {db}"] : Array.Empty<string>()];
    }

    private static IEnumerable<string> OfPipeline(BsonArray stages)
    {
        foreach (var stage in stages.Select(s => s.AsBsonDocument.GetElement(0).Name))
        {
            foreach (var action in stage switch { "$collStats" => (string[])["collStats"], "$merge" => ["find", "insert", "update"], "$out" => ["find", "insert", "remove"], _ => ["find"] })
            {
                yield return action;
            }
        }
    }
}
