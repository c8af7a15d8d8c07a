using Migrations;
using MongoDB.Driver;

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
        await context.GetCollection<Dataset>("datasets").Indexes.CreateManyAsync(
            [
                new(Builders<Dataset>.IndexKeys.Ascending(d => d.Kind).Ascending(d => d.Name)),
                new(Builders<Dataset>.IndexKeys.Ascending(d => d.Provenance)),
            ],
            cancellationToken);
        await NumberIndex.CreateAsync(context, cancellationToken);
        await context.GetCollection<DatasetLocation>("dataset_locations").Indexes.CreateOneAsync(
            new CreateIndexModel<DatasetLocation>(Builders<DatasetLocation>.IndexKeys.Ascending(l => l.DatasetId).Ascending(l => l.Site), new CreateIndexOptions { Unique = true }),
            cancellationToken: cancellationToken);
        await context.GetCollection<DatasetTag>("dataset_tags").Indexes.CreateOneAsync(
            new CreateIndexModel<DatasetTag>(Builders<DatasetTag>.IndexKeys.Ascending(t => t.DatasetIds)),
            cancellationToken: cancellationToken);
        context.Report("Create the collections of datasets with their indexes", "datasets", ActionKind.Schema);
    }
}
