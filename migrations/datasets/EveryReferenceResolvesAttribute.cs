using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Catalogue.Datasets;

// A reference to a dataset that does not exist has nothing to become.
internal sealed class EveryReferenceResolvesAttribute : PreconditionAttribute
{
    public override string Description => "Every reference to a dataset resolves";

    public override async Task<string?> FindFaultAsync(IMongoDatabase database, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var (collection, field) in DatasetReferences.All)
        {
            var dangling = await database.GetCollection<BsonDocument>(collection).Aggregate()
                .Project(new BsonDocument("id", "$" + field))
                .Unwind("id")
                .Match("""{ id: { $type: "number" } }""")
                .Lookup("datasets", "id", "_id", "found")
                .Match("{ found: { $size: 0 } }")
                .Count()
                .FirstOrDefaultAsync(cancellationToken);
            if (dangling is { Count: > 0 })
            {
                faults.Add($"{dangling.Count} in '{collection}.{field}' do not");
            }
        }

        return faults.Count == 0 ? null : string.Join(", ", faults);
    }
}
