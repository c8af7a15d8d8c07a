using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Shop;

[Migration("20260104090000", "Count the loyalty points of every customer")]
[Irreversible("Points were not stored before.")]
public sealed class FillLoyalty : Migration
{
    private const int BatchSize = 1000;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var customers = context.GetCollection<Customer>("customers");
        var since = DateTime.UtcNow;
        var updates = new List<WriteModel<Customer>>(BatchSize);
        var count = 0;
        using var cursor = await customers.FindAsync(Builders<Customer>.Filter.Exists(c => c.Loyalty, false), new FindOptions<Customer> { BatchSize = BatchSize }, cancellationToken);
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            foreach (var customer in cursor.Current)
            {
                var points = await CountAsync(context, customer.Id, cancellationToken);
                updates.Add(new UpdateOneModel<Customer>(Builders<Customer>.Filter.Eq(c => c.Id, customer.Id), Builders<Customer>.Update.Set(c => c.Loyalty, new Loyalty { Points = points, Since = since })));
                count++;
                if (updates.Count == BatchSize)
                {
                    await FlushAsync(customers, updates, cancellationToken);
                }
            }
        }

        await FlushAsync(customers, updates, cancellationToken);
        context.Report($"Count the points of {count} customer(s)", "customers");
    }

    private static async Task<int> CountAsync(MigrationContext context, ObjectId customer, CancellationToken cancellationToken)
    {
        var orders = await context.GetCollection<Order>("orders").Find(o => o.CustomerId == customer).ToListAsync(cancellationToken);
        return (int)orders.Sum(o => o.Total);
    }

    private static async Task FlushAsync(IMongoCollection<Customer> customers, List<WriteModel<Customer>> updates, CancellationToken cancellationToken)
    {
        if (updates.Count > 0)
        {
            await customers.BulkWriteAsync(updates, cancellationToken: cancellationToken);
            updates.Clear();
        }
    }
}
