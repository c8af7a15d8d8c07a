using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Catalogue.Datasets;

[Migration("20260410120000", "Give datasets UUIDs instead of integers", Tree = "datasets", OneShot = "int_1.0.0_to_uuid_1.0.0", Parent = "Integer@1.0.0", To = "Uuid@1.0.0", Repeatable = true)]
[EveryReferenceResolves(IsStatic = true)]
[NoDocumentsIn("datasets", """{ "_id": { "$type": "number" }, "number": { "$exists": true } }""", IsStatic = true)]
public sealed class IntegersToUuids : Migration, IReversible
{
    private static readonly FilterDefinitionBuilder<BsonDocument> Filter = Builders<BsonDocument>.Filter;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        // Indexes come first: a transaction that has touched data takes no change of them.
        await NumberIndex.CreateAsync(context, cancellationToken);
        await new DatasetRekeying(context).RunAsync(Filter.Type("_id", "number"), cancellationToken);
    }

    public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await NumberIndex.DropAsync(context, cancellationToken);
        await NumberNewAsync(context, cancellationToken);
        await new DatasetRekeying(context).RunAsync(Filter.Type("_id", BsonType.Binary), cancellationToken);
    }

    public override async Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        foreach (var (collection, field) in DatasetReferences.All.Prepend(("datasets", "_id")))
        {
            var left = await context.GetCollection(collection).CountDocumentsAsync(Filter.Type(field, "number"), cancellationToken: cancellationToken);
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
        var options = new FindOptions<BsonDocument> { Projection = "{ _id: 1 }", Sort = "{ _id: 1 }", BatchSize = DatasetRekeying.PageSize };
        using var pages = await datasets.FindAsync(Filter.Type("_id", BsonType.Binary) & Filter.Exists("number", false), options, cancellationToken);
        while (await pages.MoveNextAsync(cancellationToken))
        {
            var updates = pages.Current.Select(d => new UpdateOneModel<BsonDocument>(Filter.Eq("_id", d["_id"]), Builders<BsonDocument>.Update.Set("number", next++))).ToList();
            if (updates.Count > 0)
            {
                await datasets.BulkWriteAsync(updates, cancellationToken: cancellationToken);
            }
        }
    }

    private static async Task<int> HighestAsync(IMongoCollection<BsonDocument> datasets, string field, CancellationToken cancellationToken)
    {
        var highest = await datasets.Find(Filter.Type(field, "number")).Sort(Builders<BsonDocument>.Sort.Descending(field)).FirstOrDefaultAsync(cancellationToken);
        return highest is null ? 0 : highest[field].ToInt32();
    }
}
