using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// The commands that undo a change of collections or indexes, determined from the state before and after it. A dropped collection cannot be brought back.
internal static class SchemaReversal
{
    public static IReadOnlyList<(string Database, BsonDocument Command)> Of(SchemaChange change, CollectionState before, CollectionState after) => change.Command switch
    {
        "create" or "createIndexes" when !before.Exists && after.Exists => [In(change, new BsonDocument("drop", change.Collection))],
        "createIndexes" => [.. after.IndexNames.Except(before.IndexNames).Select(name => In(change, new BsonDocument { { "dropIndexes", change.Collection }, { "index", name } }))],
        "dropIndexes" or "deleteIndexes" => Rebuild(change, [.. before.Indexes.ExceptBy(after.IndexNames, i => i["name"].AsString)]),
        "drop" when before.IsView => [In(change, new BsonDocument("create", change.Collection).AddRange(before.Options))],
        "collMod" when before.Exists => Restore(change, before, after),
        "renameCollection" when before.Exists && !after.Exists && change.Target is { } target => [("admin", RenameBack(change, target.FullName))],
        _ => [],
    };

    // What cannot be undone, even if the body fails; null if everything can.
    public static string? LossOf(SchemaChange change, CollectionState before, CollectionState target) => change.Command switch
    {
        "drop" when before is { Exists: true, IsView: false } => $"the collection '{change.Collection}' was dropped",
        "renameCollection" when change.ReplacesTarget && before.Exists && target.Exists => $"the collection '{change.Target!.CollectionName}' was replaced by '{change.Collection}' and is gone",
        "create" or "createIndexes" or "dropIndexes" or "deleteIndexes" or "drop" or "collMod" or "renameCollection" => null,
        _ => $"'{change.Command}' of '{change.Collection}' was carried out",
    };

    private static (string Database, BsonDocument Command) In(SchemaChange change, BsonDocument command) => (change.Database.DatabaseName, command);

    private static IReadOnlyList<(string Database, BsonDocument Command)> Rebuild(SchemaChange change, IReadOnlyCollection<BsonDocument> indexes) =>
        indexes.Count == 0 ? [] : [In(change, new BsonDocument { { "createIndexes", change.Collection }, { "indexes", new BsonArray(indexes.Select(WithoutServerFields)) } })];

    private static IReadOnlyList<(string Database, BsonDocument Command)> Restore(SchemaChange change, CollectionState before, CollectionState after)
    {
        if (before.Options.Equals(after.Options))
        {
            return [];
        }

        var rule = before.IsView
            ? new BsonDocument { { "viewOn", before.Options["viewOn"] }, { "pipeline", before.Options.GetValue("pipeline", new BsonArray()) } }
            : new BsonDocument
            {
                { "validator", before.Options.GetValue("validator", new BsonDocument()) },
                { "validationLevel", before.Options.GetValue("validationLevel", "strict") },
                { "validationAction", before.Options.GetValue("validationAction", "error") },
            };
        return [In(change, new BsonDocument("collMod", change.Collection).AddRange(rule))];
    }

    private static BsonDocument RenameBack(SchemaChange change, string target) => new() { { "renameCollection", target }, { "to", $"{change.Database.DatabaseName}.{change.Collection}" } };

    private static BsonDocument WithoutServerFields(BsonDocument index) => new(index.Where(e => e.Name is not ("v" or "ns")));
}

// The state of a collection or view, or that it is missing.
internal sealed record CollectionState(bool Exists, bool IsView, BsonDocument Options, IReadOnlyList<BsonDocument> Indexes)
{
    public static readonly CollectionState Missing = new(false, false, [], []);

    public IEnumerable<string> IndexNames => Indexes.Select(i => i["name"].AsString);

    public static async Task<CollectionState> ReadAsync(IMongoDatabase database, string? collection, CancellationToken cancellationToken)
    {
        if (collection is null)
        {
            return Missing;
        }

        var options = new ListCollectionsOptions { Filter = Builders<BsonDocument>.Filter.Eq("name", collection) };
        using var found = await database.ListCollectionsAsync(options, cancellationToken).ConfigureAwait(false);
        if (await found.FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is not { } description)
        {
            return Missing;
        }

        var isView = description.GetValue("type", "collection") == "view";
        return new CollectionState(true, isView, description.GetValue("options", new BsonDocument()).AsBsonDocument, isView ? [] : await ReadIndexesAsync(database, collection, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<List<BsonDocument>> ReadIndexesAsync(IMongoDatabase database, string collection, CancellationToken cancellationToken)
    {
        using var indexes = await database.GetCollection<BsonDocument>(collection).Indexes.ListAsync(cancellationToken).ConfigureAwait(false);
        return await indexes.ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}
