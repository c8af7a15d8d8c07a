using Migrations;
using MongoDB.Driver;

namespace Catalogue.Datasets;

[Migration("20260115090000", "Index datasets and what refers to them", Tree = "datasets", Line = "Integer", Version = "0.1.0")]
public sealed class IndexDatasets : Migration, IReversible
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var datasets = context.GetCollection<Dataset>("datasets");
        await datasets.Indexes.CreateManyAsync(
            [
                new(Builders<Dataset>.IndexKeys.Ascending(d => d.Kind).Ascending(d => d.Name)),
                new(Builders<Dataset>.IndexKeys.Ascending(d => d.Provenance)),
            ],
            cancellationToken);
        await context.GetCollection<DatasetLocation>("dataset_locations").Indexes.CreateOneAsync(
            new CreateIndexModel<DatasetLocation>(Builders<DatasetLocation>.IndexKeys.Ascending(l => l.DatasetId)),
            cancellationToken: cancellationToken);
        await context.GetCollection<DatasetTag>("dataset_tags").Indexes.CreateOneAsync(
            new CreateIndexModel<DatasetTag>(Builders<DatasetTag>.IndexKeys.Ascending(t => t.DatasetIds)),
            cancellationToken: cancellationToken);
        context.Report("Create four indexes", "datasets", ActionKind.Schema);
    }

    public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("datasets").Indexes.DropOneAsync("kind_1_name_1", cancellationToken);
        await context.GetCollection("datasets").Indexes.DropOneAsync("provenance_1", cancellationToken);
        await context.GetCollection("dataset_locations").Indexes.DropOneAsync("dataset_id_1", cancellationToken);
        await context.GetCollection("dataset_tags").Indexes.DropOneAsync("dataset_ids_1", cancellationToken);
    }
}
