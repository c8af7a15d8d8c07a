using MongoDB.Driver;

namespace Migrations.Benchmarks;

// An ordinary program over the official driver: reads everything and writes each document's change, one by one or in batches, which one or several workers carry out.
internal sealed class DriverProgram<T>(IMongoDatabase database, string collection, Func<T, UpdateOneModel<T>> change)
{
    private const int BatchSize = 1_000;

    private IMongoCollection<T> Collection => database.GetCollection<T>(collection);

    // At most so many batches are under way at once.
    public async Task BatchesAsync(int workers)
    {
        var writes = new Queue<Task>();
        using var cursor = await Collection.FindAsync(FilterDefinition<T>.Empty, new FindOptions<T> { BatchSize = BatchSize });
        while (await cursor.MoveNextAsync())
        {
            var models = cursor.Current.Select(change).ToList();
            if (models.Count == 0)
            {
                continue;
            }

            if (writes.Count == workers)
            {
                await writes.Dequeue();
            }

            writes.Enqueue(Collection.BulkWriteAsync(models));
        }

        await Task.WhenAll(writes);
    }

    public async Task LoopAsync()
    {
        using var cursor = await Collection.FindAsync(FilterDefinition<T>.Empty);
        while (await cursor.MoveNextAsync())
        {
            foreach (var model in cursor.Current.Select(change))
            {
                await Collection.UpdateOneAsync(model.Filter, model.Update);
            }
        }
    }
}
