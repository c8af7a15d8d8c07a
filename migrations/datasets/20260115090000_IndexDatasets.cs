using Migrations;

namespace Catalogue.Datasets;

[Migration("20260115090000", "Index datasets and what refers to them", Tree = "datasets", Line = "Integer", Version = "0.1.0")]
public sealed class IndexDatasets : Migration, IReversible
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("datasets").CreateIndexAsync("""{ "kind": 1, "name": 1 }""", cancellationToken: cancellationToken);
        await context.GetCollection("datasets").CreateIndexAsync("""{ "provenance": 1 }""", cancellationToken: cancellationToken);
        await context.GetCollection("dataset_locations").CreateIndexAsync("""{ "dataset_id": 1 }""", cancellationToken: cancellationToken);
        await context.GetCollection("dataset_tags").CreateIndexAsync("""{ "dataset_ids": 1 }""", cancellationToken: cancellationToken);
        context.Report("Create four indexes", "datasets", ActionKind.Schema);
    }

    public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("datasets").DropIndexAsync("kind_1_name_1", cancellationToken);
        await context.GetCollection("datasets").DropIndexAsync("provenance_1", cancellationToken);
        await context.GetCollection("dataset_locations").DropIndexAsync("dataset_id_1", cancellationToken);
        await context.GetCollection("dataset_tags").DropIndexAsync("dataset_ids_1", cancellationToken);
    }
}
