using Catalogue.Items;
using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Catalogue.Datasets;

// A refcode names one item only since items 0.5.0, hence the dependency.
[Migration("20260401080000", "Add the refcode of the item that a dataset was taken from", Tree = "datasets", Line = "Integer", Version = "0.3.0", DependsOn = ["items@0.5.0"])]
public sealed class AddRefcodes : Migration, IReversible
{
    private const string Datasets = "datasets";
    private const int BatchSize = 500;
    private static readonly FilterDefinitionBuilder<BsonDocument> Filter = Builders<BsonDocument>.Filter;
    private static readonly UpdateDefinitionBuilder<BsonDocument> Update = Builders<BsonDocument>.Update;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var datasets = context.GetCollection(Datasets);
        var refcodes = new RefcodeLookup(context.GetCollection<Item>("items"));
        var options = new FindOptions<BsonDocument> { Projection = "{ item: 1 }", Sort = "{ _id: 1 }", BatchSize = BatchSize };
        var added = 0L;
        using var batches = await datasets.FindAsync(Filter.Exists("item") & Filter.Exists("refcode", false), options, cancellationToken);
        while (await batches.MoveNextAsync(cancellationToken))
        {
            await refcodes.LoadAsync(batches.Current.Select(d => d["item"].AsString), cancellationToken);
            var updates = (from dataset in batches.Current
                           let refcode = refcodes.Find(dataset["item"].AsString)
                           where refcode is not null
                           select new UpdateOneModel<BsonDocument>(Filter.Eq("_id", dataset["_id"]), Update.Set("refcode", refcode))).ToList();
            if (updates.Count > 0)
            {
                added += (await datasets.BulkWriteAsync(updates, cancellationToken: cancellationToken)).ModifiedCount;
            }
        }

        context.Report($"Add the refcode to {added} dataset(s)", Datasets);
    }

    public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) =>
        context.GetCollection(Datasets).UpdateManyAsync(Filter.Exists("refcode"), Update.Unset("refcode"), cancellationToken: cancellationToken);
}
