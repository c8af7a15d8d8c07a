using Migrations;
using Migrations.Bson;

namespace Catalogue.Datasets;

// Where documents refer to datasets, and how the server rewrites such references.
internal static class DatasetReferences
{
    public static readonly IReadOnlyList<(string Collection, string Field)> All = [("datasets", "provenance"), ("dataset_locations", "dataset_id"), ("dataset_tags", "dataset_ids")];

    private static readonly HashSet<string> Lists = ["provenance", "dataset_ids"];

    // One statement a collection: the pairs of old and new ids travel in it, the documents do not travel at all. A reference that is new already is no longer matched.
    public static async Task<long> RewriteAsync(MigrationCollection collection, string field, IReadOnlyList<BsonValue> old, IReadOnlyList<BsonValue> changed, CancellationToken cancellationToken)
    {
        var path = "$" + field;
        BsonExpression value = Lists.Contains(field)
            ? $$"""{ "$map": { "input": {{path}}, "in": {{Translate("$$this", old, changed)}} } }"""
            : Translate(path, old, changed);
        var filter = new BsonDocument(field, new BsonDocument("$in", new BsonArray(old)));
        var update = new BsonArray([new BsonDocument("$set", new BsonDocument(field, value.ToBsonValue()))]);
        return (await collection.UpdateManyAsync(filter, update, cancellationToken)).ModifiedCount;
    }

    private static BsonExpression Translate(string id, IReadOnlyList<BsonValue> old, IReadOnlyList<BsonValue> changed) => $$"""
        {
          "$let": {
            "vars": { "at": { "$indexOfArray": [{{old}}, {{id}}] } },
            "in": { "$cond": [{ "$gte": ["$$at", 0] }, { "$arrayElemAt": [{{changed}}, "$$at"] }, {{id}}] }
          }
        }
        """;
}
