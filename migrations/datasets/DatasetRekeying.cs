using Migrations;
using Migrations.Bson;

namespace Catalogue.Datasets;

// Gives datasets other ids, a page at a time: first the references to the page, then its datasets, which are inserted anew because an _id never changes.
// What was done is never found again, so a run that broke off anywhere is simply repeated. The integer stays in the dataset as its number: the datasets themselves say what was what.
internal sealed class DatasetRekeying(MigrationContext context)
{
    public const int PageSize = 500;

    private readonly MigrationCollection _datasets = context.GetCollection("datasets");
    private readonly long[] _rewritten = new long[DatasetReferences.All.Count];
    private long _moved;

    public async Task RunAsync(BsonExpression old, CancellationToken cancellationToken)
    {
        var options = new FindOptions { Projection = """{ "number": 1 }""", Sort = """{ "_id": 1 }""", BatchSize = PageSize };
        await foreach (var page in _datasets.FindAsync(old, options, cancellationToken).Chunk(PageSize).WithCancellation(cancellationToken))
        {
            var ids = page.Select(d => d["_id"]).ToList();
            await RewriteReferencesAsync(ids, [.. page.Select(NewId)], cancellationToken);
            await MoveAsync(ids, cancellationToken);
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
        BsonExpression old = $$"""{ "_id": { "$in": {{ids}} } }""";
        var moved = await _datasets.FindAsync(old, cancellationToken: cancellationToken).Select(Rekeyed).ToListAsync(cancellationToken);
        await _datasets.BulkWriteAsync(moved.Select(d => new ReplaceOneModel($$"""{ "_id": {{d["_id"]}} }""", d) { IsUpsert = true }), cancellationToken);
        _moved += (await _datasets.DeleteManyAsync(old, cancellationToken)).DeletedCount;
    }

    private BsonValue NewId(BsonDocument dataset) => context.Direction == MigrationDirection.Up ? DatasetId.Of(dataset["_id"].ToInt64()) : dataset["number"];

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
        context.Report($"Give {_moved} dataset(s) {(context.Direction == MigrationDirection.Up ? "a UUID" : "their integer again")}", _datasets.Name);
        for (var i = 0; i < _rewritten.Length; i++)
        {
            var (collection, field) = DatasetReferences.All[i];
            context.Report($"Rewrite {field} {_rewritten[i]} time(s)", collection);
        }
    }
}
