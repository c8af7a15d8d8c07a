using Migrations;
using MongoDB.Driver;

namespace Catalogue.Items;

[Migration("20260318110000", "Say who may see an item", Tree = "items", Version = "0.7.0")]
[NoDocumentsIn("items", """{ visibility: { $exists: true, $nin: ["private", "group", "public"] } }""", IsStatic = true)]
[MigrationOption("visibility", Description = "Who may see the items that exist", Default = "group", Values = ["private", "group", "public"])]
public sealed class AddVisibility : CollectionMigration<Item>, IReversibleCollection<Item>
{
    private static readonly FilterDefinitionBuilder<Item> Filter = Builders<Item>.Filter;
    private static readonly UpdateDefinitionBuilder<Item> Update = Builders<Item>.Update;

    public override string Collection => "items";

    public override async Task UpAsync(IMongoCollection<Item> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        var visibility = context.RequireOption("visibility");
        var result = await collection.UpdateManyAsync(Filter.Exists(i => i.Visibility, false), Update.Set(i => i.Visibility, visibility), cancellationToken: cancellationToken);
        context.Report($"Make {result.ModifiedCount} item(s) visible as '{visibility}'", Collection);
    }

    public async Task DownAsync(IMongoCollection<Item> collection, MigrationContext context, CancellationToken cancellationToken) =>
        await collection.UpdateManyAsync(Filter.Exists(i => i.Visibility), Update.Unset(i => i.Visibility), cancellationToken: cancellationToken);
}
