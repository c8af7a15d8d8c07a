using Migrations;
using MongoDB.Driver;

namespace Shop;

[Migration("20260108090000", "Drop the carts, and old sessions")]
[Destructive("The carts are in the browsers since 3.0.")]
[Irreversible("Carts are not kept.")]
public sealed class ClearCarts : Migration
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var database = context.Database;
        foreach (var name in await (await database.ListCollectionNamesAsync(cancellationToken: cancellationToken)).ToListAsync(cancellationToken))
        {
            if (name.StartsWith("cart_", StringComparison.Ordinal))
            {
                await database.DropCollectionAsync(name, cancellationToken);
            }
        }

        var day = DateTime.UtcNow.AddDays(-30);
        var deleted = await context.GetCollection("sessions").DeleteManyAsync(Builders<MongoDB.Bson.BsonDocument>.Filter.Lt("lastSeen", day), cancellationToken);
        context.Report($"Delete {deleted.DeletedCount} session(s)", "sessions", ActionKind.Delete);
    }
}
