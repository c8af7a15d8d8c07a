using Migrations;
using Migrations.Bson;

namespace Catalogue.Datasets;

[Migration("20260410120000", "Give datasets UUIDs instead of integers", Tree = "datasets", OneShot = "int_1.0.0_to_uuid_1.0.0", Parent = "Integer@1.0.0", To = "Uuid@1.0.0")]
[EveryReferenceResolves(IsStatic = true)]
[NoDocumentsIn("datasets", """{ "_id": { "$type": "number" }, "number": { "$exists": true } }""", IsStatic = true)]
public sealed class IntegersToUuids : Migration, IReversible
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        // Indexes come first: a transaction that has touched data takes no change of them.
        await NumberIndex.CreateAsync(context, cancellationToken);
        await new DatasetRekeying(context).RunAsync("""{ "_id": { "$type": "number" } }""", cancellationToken);
    }

    public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await NumberIndex.DropAsync(context, cancellationToken);
        await NumberNewAsync(context, cancellationToken);
        await new DatasetRekeying(context).RunAsync("""{ "_id": { "$type": "binData" } }""", cancellationToken);
    }

    public override async Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        foreach (var (collection, field) in DatasetReferences.All.Prepend(("datasets", "_id")))
        {
            var left = await context.GetCollection(collection).CountDocumentsAsync(new BsonDocument(field, new BsonDocument("$type", "number")), cancellationToken);
            if (left > 0)
            {
                throw new InvalidOperationException($"{left} document(s) in '{collection}' still have an integer in '{field}'.");
            }
        }
    }

    // Datasets that were made since never had an integer; they get the next free ones.
    private static async Task NumberNewAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var datasets = context.GetCollection("datasets");
        var next = 1 + Math.Max(await HighestAsync(datasets, "number", cancellationToken), await HighestAsync(datasets, "_id", cancellationToken));
        var options = new FindOptions { Projection = """{ "_id": 1 }""", Sort = """{ "_id": 1 }""" };
        await foreach (var page in datasets.FindAsync("""{ "_id": { "$type": "binData" }, "number": { "$exists": false } }""", options, cancellationToken).Chunk(DatasetRekeying.PageSize).WithCancellation(cancellationToken))
        {
            var updates = page.Select(d => new UpdateOneModel($$"""{ "_id": {{d["_id"]}} }""", $$"""{ "$set": { "number": {{next++}} } }""")).ToList();
            await datasets.BulkWriteAsync(updates, cancellationToken);
        }
    }

    private static async Task<int> HighestAsync(MigrationCollection datasets, string field, CancellationToken cancellationToken)
    {
        var options = new FindOptions { Sort = new BsonDocument(field, -1), Projection = new BsonDocument(field, 1) };
        return await datasets.FindOneAsync(new BsonDocument(field, new BsonDocument("$type", "number")), options, cancellationToken) is { } highest ? highest[field].ToInt32() : 0;
    }
}
