using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

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
