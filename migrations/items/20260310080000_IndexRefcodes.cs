using Migrations;

namespace Catalogue.Items;

[Migration("20260310080000", "Make refcodes unique", Tree = "items", Version = "0.5.0")]
public sealed class IndexRefcodes : Migration, IReversible
{
    private const string IndexName = "refcode_unique";

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("items").CreateIndexAsync("""{ "refcode": 1 }""", new IndexOptions { Name = IndexName, Unique = true }, cancellationToken);
        context.Report("Create a unique index on refcode", "items", ActionKind.Schema);
    }

    public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) =>
        context.GetCollection("items").DropIndexAsync(IndexName, cancellationToken);
}
