using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Shop;

[Migration("20260102090000", "Give every order a status")]
public sealed class AddStatus : CollectionMigration, IReversibleCollection
{
    public override string Collection => "orders";

    public override async Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        var filter = Builders<BsonDocument>.Filter;
        var update = Builders<BsonDocument>.Update;
        var shipped = await collection.UpdateManyAsync(filter.Exists("Status", false) & filter.Ne("ShippedAt", BsonNull.Value), update.Set("Status", "shipped"), cancellationToken: cancellationToken);
        var open = await collection.UpdateManyAsync(filter.Exists("Status", false), update.Set("Status", "open"), cancellationToken: cancellationToken);
        context.Report($"{shipped.ModifiedCount} shipped, {open.ModifiedCount} open", Collection);
    }

    public Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        collection.UpdateManyAsync("{}", "{ $unset: { Status: 1 } }", cancellationToken: cancellationToken);
}
