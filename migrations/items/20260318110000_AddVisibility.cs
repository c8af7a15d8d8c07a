using Migrations;

namespace Catalogue.Items;

[Migration("20260318110000", "Say who may see an item", Tree = "items", Version = "0.7.0")]
[NoDocumentsIn("items", """{ "visibility": { "$exists": true, "$nin": ["private", "group", "public"] } }""", IsStatic = true)]
[MigrationOption("visibility", Description = "Who may see the items that exist", Default = "group", Values = ["private", "group", "public"])]
public sealed class AddVisibility : CollectionMigration, IReversibleCollection
{
    public override string Collection => "items";

    public override async Task UpAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken)
    {
        var visibility = context.RequireOption("visibility");
        var result = await collection.UpdateManyAsync("""{ "visibility": { "$exists": false } }""", $$"""{ "$set": { "visibility": {{visibility}} } }""", cancellationToken);
        context.Report($"Make {result.ModifiedCount} item(s) visible as '{visibility}'", Collection);
    }

    public async Task DownAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken) =>
        await collection.UpdateManyAsync("""{ "visibility": { "$exists": true } }""", """{ "$unset": { "visibility": "" } }""", cancellationToken);
}
