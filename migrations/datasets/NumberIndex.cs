using Migrations;
using MongoDB.Driver;

namespace Catalogue.Datasets;

// Finds a dataset by the integer that it was known by before it had a UUID.
internal static class NumberIndex
{
    private const string Name = "number_unique";

    public static Task CreateAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var options = new CreateIndexOptions<Dataset> { Name = Name, Unique = true, PartialFilterExpression = Builders<Dataset>.Filter.Exists(d => d.Number) };
        var index = new CreateIndexModel<Dataset>(Builders<Dataset>.IndexKeys.Ascending(d => d.Number), options);
        return context.GetCollection<Dataset>("datasets").Indexes.CreateOneAsync(index, cancellationToken: cancellationToken);
    }

    // It is gone already where a way back that broke off without a transaction begins again.
    public static async Task DropAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.GetCollection("datasets").Indexes.DropOneAsync(Name, cancellationToken);
        }
        catch (MongoCommandException e) when (e.CodeName == "IndexNotFound")
        {
        }
    }
}
