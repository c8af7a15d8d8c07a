using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// Ways back that do not lead to where they started.
[Migration("20260101000001", "Everybody is of age", Tree = "lossy")]
public sealed class SetAges : CollectionMigration, IReversibleCollection
{
    public override string Collection => "people";

    public override async Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        await collection.UpdateManyAsync("""{ }""", """{ "$set": { "age": 18 } }""", cancellationToken: cancellationToken);

    public async Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        await collection.UpdateManyAsync("""{ }""", """{ "$unset": { "age": "" } }""", cancellationToken: cancellationToken);
        await collection.InsertOneAsync(new() { { "_id", "left over" } }, cancellationToken: cancellationToken);
    }
}

[Migration("20260101000002", "No way back", Tree = "lossy")]
public sealed class ForgetNames : CollectionMigration
{
    public override string Collection => "people";

    public override async Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        await collection.UpdateManyAsync("""{ }""", """{ "$unset": { "name": "" } }""", cancellationToken: cancellationToken);
}
