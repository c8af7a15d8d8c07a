using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestApplication;

[Migration("20260101000001", "Say that orders are open")]
public sealed class OpenOrders : FieldMigration
{
    public override string Collection => "orders";

    public override void Define(FieldSteps steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        steps.Set("state", "open");
    }
}

// Takes as long as the tests say, a document after the other.
[Migration("20260101000002", "Number the orders")]
public sealed class NumberOrders : CollectionMigration, IReversibleCollection
{
    public override string Collection => "orders";

    public override async Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collection);
        var number = 0;
        foreach (var order in await collection.Find(FilterDefinition<BsonDocument>.Empty).Limit(1000).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (order.TryGetValue("fails", out _))
            {
                throw new InvalidOperationException($"Order {order["_id"]} has no number.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(order.GetValue("milliseconds", 0).ToInt32()), cancellationToken).ConfigureAwait(false);
            await collection.UpdateOneAsync(Builders<BsonDocument>.Filter.Eq("_id", order["_id"]), Builders<BsonDocument>.Update.Inc("number", ++number), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    public Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return collection.UpdateManyAsync(FilterDefinition<BsonDocument>.Empty, Builders<BsonDocument>.Update.Unset("number"), cancellationToken: cancellationToken);
    }
}
