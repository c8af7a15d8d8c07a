using Migrations;

namespace Catalogue.Datasets;

// Finds a dataset by the integer that it was known by before it had a UUID.
internal static class NumberIndex
{
    private const string Name = "number_unique";

    public static Task CreateAsync(MigrationContext context, CancellationToken cancellationToken) => context.GetCollection("datasets").CreateIndexAsync(
        """{ "number": 1 }""",
        new IndexOptions { Name = Name, Unique = true, PartialFilter = """{ "number": { "$exists": true } }""" },
        cancellationToken);

    public static Task DropAsync(MigrationContext context, CancellationToken cancellationToken) => context.GetCollection("datasets").DropIndexAsync(Name, cancellationToken);
}
