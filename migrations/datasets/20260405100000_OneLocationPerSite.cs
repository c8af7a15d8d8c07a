using Migrations;
using MongoDB.Driver;

namespace Catalogue.Datasets;

[Migration("20260405100000", "Let a dataset have one location at a site", Tree = "datasets", Line = "Integer", Version = "1.0.0")]
public sealed class OneLocationPerSite : CollectionMigration<DatasetLocation>, IReversibleCollection<DatasetLocation>
{
    private static readonly IndexKeysDefinitionBuilder<DatasetLocation> Keys = Builders<DatasetLocation>.IndexKeys;

    public override string Collection => "dataset_locations";

    public override async Task UpAsync(IMongoCollection<DatasetLocation> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        var unique = new CreateIndexModel<DatasetLocation>(Keys.Ascending(l => l.DatasetId).Ascending(l => l.Site), new CreateIndexOptions { Unique = true });
        await collection.Indexes.CreateOneAsync(unique, cancellationToken: cancellationToken);
        await collection.Indexes.DropOneAsync("dataset_id_1", cancellationToken);
        context.Report("Create a unique index on dataset and site instead of one on the dataset", Collection, ActionKind.Schema);
    }

    public async Task DownAsync(IMongoCollection<DatasetLocation> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        await collection.Indexes.CreateOneAsync(new CreateIndexModel<DatasetLocation>(Keys.Ascending(l => l.DatasetId)), cancellationToken: cancellationToken);
        await collection.Indexes.DropOneAsync("dataset_id_1_site_1", cancellationToken);
    }
}
