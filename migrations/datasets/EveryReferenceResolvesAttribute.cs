using Migrations;

namespace Catalogue.Datasets;

// A reference to a dataset that does not exist has nothing to become.
internal sealed class EveryReferenceResolvesAttribute : PreconditionAttribute
{
    public override string Description => "Every reference to a dataset resolves";

    public override async Task<string?> FindFaultAsync(MigrationDatabase database, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var (collection, field) in DatasetReferences.All)
        {
            var path = "$" + field;
            BsonExpression dangling = $$"""
                [
                  { "$project": { "id": {{path}} } },
                  { "$unwind": "$id" },
                  { "$match": { "id": { "$type": "number" } } },
                  { "$lookup": { "from": "datasets", "localField": "id", "foreignField": "_id", "as": "found" } },
                  { "$match": { "found": { "$size": 0 } } },
                  { "$group": { "_id": null, "n": { "$sum": 1 } } }
                ]
                """;
            await foreach (var count in database.GetCollection(collection).AggregateAsync(dangling, cancellationToken))
            {
                faults.Add($"{count["n"].ToInt64()} in '{collection}.{field}' do not");
            }
        }

        return faults.Count == 0 ? null : string.Join(", ", faults);
    }
}
