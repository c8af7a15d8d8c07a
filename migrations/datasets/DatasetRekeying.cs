using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Catalogue.Datasets;

// Gives datasets other ids, a page at a time: first the references to the page, then its datasets, which are inserted anew because an _id never changes.
// What was done is never found again, so a run that broke off anywhere is simply repeated. The integer stays in the dataset as its number: the datasets themselves say what was what.
internal sealed class DatasetRekeying(MigrationContext context)
{
    public const int PageSize = 500;

    private readonly IMongoCollection<BsonDocument> _datasets = context.GetCollection("datasets");
    private readonly long[] _rewritten = new long[DatasetReferences.All.Count];
    private long _moved;

    public async Task RunAsync(FilterDefinition<BsonDocument> old, CancellationToken cancellationToken)
    {
        var options = new FindOptions<BsonDocument> { Projection = "{ number: 1 }", Sort = "{ _id: 1 }", BatchSize = PageSize };
        using var pages = await _datasets.FindAsync(old, options, cancellationToken);
        while (await pages.MoveNextAsync(cancellationToken))
        {
            var ids = pages.Current.Select(d => d["_id"]).ToList();
            if (ids.Count > 0)
            {
                await RewriteReferencesAsync(ids, [.. pages.Current.Select(NewId)], cancellationToken);
                await MoveAsync(ids, cancellationToken);
            }
        }

        Report();
    }

    private async Task RewriteReferencesAsync(List<BsonValue> old, List<BsonValue> changed, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _rewritten.Length; i++)
        {
            var (collection, field) = DatasetReferences.All[i];
            _rewritten[i] += await DatasetReferences.RewriteAsync(context.GetCollection(collection), field, old, changed, cancellationToken);
        }
    }

    // Upserts, because without a transaction a broken run may have left a dataset under both ids.
    private async Task MoveAsync(List<BsonValue> ids, CancellationToken cancellationToken)
    {
        var old = Builders<BsonDocument>.Filter.In("_id", ids);
        var moved = (await _datasets.Find(old).ToListAsync(cancellationToken)).Select(Rekeyed);
        await _datasets.BulkWriteAsync(moved.Select(d => new ReplaceOneModel<BsonDocument>(Builders<BsonDocument>.Filter.Eq("_id", d["_id"]), d) { IsUpsert = true }), cancellationToken: cancellationToken);
        _moved += (await _datasets.DeleteManyAsync(old, cancellationToken)).DeletedCount;
    }

    private BsonValue NewId(BsonDocument dataset) => context.Direction == MigrationDirection.Up ? new BsonBinaryData(DatasetId.Of(dataset["_id"].ToInt64()), GuidRepresentation.Standard) : dataset["number"];

    private BsonDocument Rekeyed(BsonDocument dataset)
    {
        var rekeyed = new BsonDocument("_id", NewId(dataset));
        if (context.Direction == MigrationDirection.Up)
        {
            rekeyed.Add("number", dataset["_id"]);
        }

        foreach (var field in dataset.Elements.Where(e => e.Name is not ("_id" or "number")))
        {
            rekeyed.Add(field.Name, field.Value);
        }

        return rekeyed;
    }

    private void Report()
    {
        context.Report($"Give {_moved} dataset(s) {(context.Direction == MigrationDirection.Up ? "a UUID" : "their integer again")}", _datasets.CollectionNamespace.CollectionName);
        for (var i = 0; i < _rewritten.Length; i++)
        {
            var (collection, field) = DatasetReferences.All[i];
            context.Report($"Rewrite {field} {_rewritten[i]} time(s)", collection);
        }
    }
}
