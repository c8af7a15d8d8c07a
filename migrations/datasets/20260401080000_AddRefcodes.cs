using Catalogue.Items;
using Migrations;

namespace Catalogue.Datasets;

// A refcode names one item only since items 0.5.0, hence the dependency.
[Migration("20260401080000", "Add the refcode of the item that a dataset was taken from", Tree = "datasets", Line = "Integer", Version = "0.3.0", DependsOn = ["items@0.5.0"])]
public sealed class AddRefcodes : Migration, IReversible
{
    private const string Datasets = "datasets";
    private const int BatchSize = 500;

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var datasets = context.GetCollection(Datasets);
        var refcodes = new RefcodeLookup(context.GetCollection("items"));
        var options = new FindOptions { Projection = """{ "item": 1 }""", Sort = """{ "_id": 1 }""", BatchSize = BatchSize };
        var added = 0L;
        await foreach (var batch in datasets.FindAsync("""{ "item": { "$exists": true }, "refcode": { "$exists": false } }""", options, cancellationToken).Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            await refcodes.LoadAsync(batch.Select(d => d["item"].AsString), cancellationToken);
            var found = batch.Select(d => (Id: d["_id"], Refcode: refcodes.Find(d["item"].AsString))).Where(d => d.Refcode is not null);
            var result = await datasets.BulkWriteAsync(found.Select(d => new UpdateOneModel($$"""{ "_id": {{d.Id}} }""", $$"""{ "$set": { "refcode": {{d.Refcode}} } }""")), cancellationToken);
            added += result.ModifiedCount;
        }

        context.Report($"Add the refcode to {added} dataset(s)", Datasets);
    }

    public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) =>
        context.GetCollection(Datasets).UpdateManyAsync("""{ "refcode": { "$exists": true } }""", """{ "$unset": { "refcode": "" } }""", cancellationToken);
}
