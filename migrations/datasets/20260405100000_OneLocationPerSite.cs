using Migrations;

namespace Catalogue.Datasets;

[Migration("20260405100000", "Let a dataset have one location at a site", Tree = "datasets", Line = "Integer", Version = "1.0.0")]
public sealed class OneLocationPerSite : CollectionMigration, IReversibleCollection
{
    public override string Collection => "dataset_locations";

    public override async Task UpAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken)
    {
        await collection.CreateIndexAsync("""{ "dataset_id": 1, "site": 1 }""", new IndexOptions { Unique = true }, cancellationToken);
        await collection.DropIndexAsync("dataset_id_1", cancellationToken);
        context.Report("Create a unique index on dataset and site instead of one on the dataset", Collection, ActionKind.Schema);
    }

    public async Task DownAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken)
    {
        await collection.CreateIndexAsync("""{ "dataset_id": 1 }""", cancellationToken: cancellationToken);
        await collection.DropIndexAsync("dataset_id_1_site_1", cancellationToken);
    }
}
