using MongoDB.Bson;
using MongoDB.Driver;

namespace Catalogue.Datasets;

// Where documents refer to datasets, and how the server rewrites such references.
internal static class DatasetReferences
{
    public static readonly IReadOnlyList<(string Collection, string Field)> All = [("datasets", "provenance"), ("dataset_locations", "dataset_id"), ("dataset_tags", "dataset_ids")];

    private static readonly HashSet<string> Lists = ["provenance", "dataset_ids"];

    // One statement a collection: the pairs of old and new ids travel in it, the documents do not travel at all. A reference that is new already is no longer matched.
    public static async Task<long> RewriteAsync(IMongoCollection<BsonDocument> collection, string field, IReadOnlyList<BsonValue> old, IReadOnlyList<BsonValue> changed, CancellationToken cancellationToken)
    {
        var path = "$" + field;
        var value = Lists.Contains(field)
            ? new BsonDocument("$map", new BsonDocument { { "input", path }, { "in", Translate("$$this", old, changed) } })
            : Translate(path, old, changed);
        PipelineDefinition<BsonDocument, BsonDocument> update = new[] { new BsonDocument("$set", new BsonDocument(field, value)) };
        return (await collection.UpdateManyAsync(Builders<BsonDocument>.Filter.In(field, old), update, cancellationToken: cancellationToken)).ModifiedCount;
    }

    private static BsonDocument Translate(string id, IReadOnlyList<BsonValue> old, IReadOnlyList<BsonValue> changed)
    {
        var at = new BsonDocument("$indexOfArray", new BsonArray { new BsonArray(old), id });
        var isOld = new BsonDocument("$gte", new BsonArray { "$$at", 0 });
        var translated = new BsonDocument("$arrayElemAt", new BsonArray { new BsonArray(changed), "$$at" });
        return new BsonDocument("$let", new BsonDocument
        {
            { "vars", new BsonDocument("at", at) },
            { "in", new BsonDocument("$cond", new BsonArray { isOld, translated, id }) },
        });
    }
}
