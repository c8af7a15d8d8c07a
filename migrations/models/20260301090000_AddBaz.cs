using Migrations;

namespace Catalogue.Models;

[Migration("20260301090000", "Add baz, made of foo and bar", Tree = "models", Version = "0.2.0")]
public sealed class AddBaz : CollectionMigration, IReversibleCollection
{
    public override string Collection => "models";

    public override async Task UpAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken)
    {
        var result = await collection.UpdateManyAsync(
            """{ "baz": { "$exists": false } }""",
            """[{ "$set": { "baz": { "$concat": ["$foo", { "$toString": "$bar" }] } } }]""",
            cancellationToken);
        context.Report($"Add baz to {result.ModifiedCount} model(s)", Collection);
    }

    public async Task DownAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken) =>
        await collection.UpdateManyAsync("""{ "baz": { "$exists": true } }""", """{ "$unset": { "baz": "" } }""", cancellationToken);

    public override async Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var missing = await context.GetCollection(Collection).CountDocumentsAsync("""{ "baz": { "$exists": false } }""", cancellationToken);
        if (missing > 0)
        {
            throw new InvalidOperationException($"{missing} model(s) still have no baz.");
        }
    }
}
