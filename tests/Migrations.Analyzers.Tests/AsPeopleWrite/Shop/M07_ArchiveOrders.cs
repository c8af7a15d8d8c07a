using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Shop;

[Migration("20260107090000", "Move cancelled orders into the archive", Transaction = TransactionMode.Never, Repeatable = true)]
public sealed class ArchiveOrders : Migration, IReversible
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await MoveAsync(context.GetCollection("orders"), context.GetCollection("archivedOrders"), cancellationToken);
        var left = await context.GetCollection("orders").CountDocumentsAsync("{ Status: 'cancelled' }", cancellationToken: cancellationToken);
        context.Report($"{left} left", "orders", ActionKind.Note);
    }

    public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await MoveAsync(context.GetCollection("archivedOrders"), context.GetCollection("orders"), cancellationToken);
        await context.Database.DropCollectionAsync("archivedOrders", cancellationToken);
    }

    private static async Task MoveAsync(IMongoCollection<BsonDocument> from, IMongoCollection<BsonDocument> to, CancellationToken cancellationToken)
    {
        while (true)
        {
            var some = await from.Find("{ Status: 'cancelled' }").Limit(500).ToListAsync(cancellationToken);
            if (some.Count == 0)
            {
                return;
            }

            await to.BulkWriteAsync(some.Select(d => new ReplaceOneModel<BsonDocument>(new BsonDocument("_id", d["_id"]), d) { IsUpsert = true }), cancellationToken: cancellationToken);
            await from.DeleteManyAsync(Builders<BsonDocument>.Filter.In("_id", some.Select(d => d["_id"])), cancellationToken);
        }
    }
}
