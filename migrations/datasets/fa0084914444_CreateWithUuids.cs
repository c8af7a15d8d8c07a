using Migrations;

namespace Catalogue.Datasets;

// For databases that have no datasets yet. The id is the UUIDv5 of the revision's names: datasets, Uuid, 1.0.0.
[Migration("fa0084914444", "Create datasets that are known by UUIDs", Tree = "datasets", Line = "Uuid", Version = "1.0.0", Parent = "base")]
[NoDocumentsIn("datasets")]
[NoDocumentsIn("dataset_locations")]
[NoDocumentsIn("dataset_tags")]
public sealed class CreateWithUuids : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("datasets").CreateIndexAsync("""{ "kind": 1, "name": 1 }""", cancellationToken: cancellationToken);
        await context.GetCollection("datasets").CreateIndexAsync("""{ "provenance": 1 }""", cancellationToken: cancellationToken);
        await NumberIndex.CreateAsync(context, cancellationToken);
        await context.GetCollection("dataset_locations").CreateIndexAsync("""{ "dataset_id": 1, "site": 1 }""", new IndexOptions { Unique = true }, cancellationToken);
        await context.GetCollection("dataset_tags").CreateIndexAsync("""{ "dataset_ids": 1 }""", cancellationToken: cancellationToken);
        context.Report("Create the collections of datasets with their indexes", "datasets", ActionKind.Schema);
    }
}
