using Migrations;
using MongoDB.Driver;

namespace Catalogue.Items;

[Migration("20260310080000", "Make refcodes unique", Tree = "items", Version = "0.5.0")]
public sealed class IndexRefcodes : Migration, IReversible
{
    private const string IndexName = "refcode_unique";

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var index = new CreateIndexModel<Item>(Builders<Item>.IndexKeys.Ascending(i => i.Refcode), new CreateIndexOptions { Name = IndexName, Unique = true });
        await context.GetCollection<Item>("items").Indexes.CreateOneAsync(index, cancellationToken: cancellationToken);
        context.Report("Create a unique index on refcode", "items", ActionKind.Schema);
    }

    public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) =>
        context.GetCollection("items").Indexes.DropOneAsync(IndexName, cancellationToken);
}
