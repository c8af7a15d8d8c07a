using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// Free-form, one document after the other, so that there is a half of it. A document that says so stops it.
internal static class OneByOne
{
    public static async Task AddAsync(MigrationContext context, int number, CancellationToken cancellationToken)
    {
        var counters = context.GetCollection("counters");
        foreach (var document in await counters.Find("{}").Sort("{ _id: 1 }").ToListAsync(cancellationToken))
        {
            if (document.TryGetValue("stop", out var reason))
            {
                throw new InvalidOperationException(reason.AsString);
            }

            await counters.UpdateOneAsync(new BsonDocument("_id", document["_id"]), new BsonDocument("$inc", new BsonDocument("count", number)), cancellationToken: cancellationToken);
        }
    }
}

[Migration("20260101000001", "Count one after the other", Tree = "half")]
public sealed class CountOneByOne : Migration, IReversible
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => OneByOne.AddAsync(context, 1, cancellationToken);

    public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) => OneByOne.AddAsync(context, -1, cancellationToken);
}

[Migration("20260101000001", "Count one after the other, with no way back", Tree = "halfLost")]
public sealed class CountForGood : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => OneByOne.AddAsync(context, 1, cancellationToken);
}

// Looks at what is done already.
[Migration("20260101000001", "Mark one after the other, also twice", Tree = "halfAgain", Repeatable = true)]
public sealed class MarkOneByOne : CollectionMigration, IReversibleCollection
{
    public override string Collection => "counters";

    public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        EachAsync(collection, """{ "done": { "$exists": false } }""", """{ "$set": { "done": true }, "$inc": { "count": 1 } }""", cancellationToken);

    public Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        EachAsync(collection, """{ "done": true }""", """{ "$unset": { "done": 1 }, "$inc": { "count": -1 } }""", cancellationToken);

    private static async Task EachAsync(IMongoCollection<BsonDocument> collection, FilterDefinition<BsonDocument> open, UpdateDefinition<BsonDocument> update, CancellationToken cancellationToken)
    {
        while ((await collection.UpdateOneAsync(open, update, cancellationToken: cancellationToken)).ModifiedCount > 0)
        {
        }
    }
}
