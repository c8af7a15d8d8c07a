using MongoDB.Bson;

namespace Migrations.Engine.Enlisting;

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
