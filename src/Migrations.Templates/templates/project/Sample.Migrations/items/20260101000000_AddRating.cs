using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Sample.Migrations.Items;

/// <summary>A sample: replace it by your own.</summary>
[Migration("20260101000000", "Add rating", Tree = "items")]
public sealed class AddRating : CollectionMigration, IReversibleCollection
{
    /// <inheritdoc />
    public override string Collection => "items";

    /// <summary>A new database has no items yet.</summary>
    public override bool MayBeMissing => true;

    /// <inheritdoc />
    public override async Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        var result = await collection.UpdateManyAsync("{ rating: { $exists: false } }", "{ $set: { rating: 0 } }", cancellationToken: cancellationToken);
        context.Report($"Add a rating to {result.ModifiedCount} item(s)", Collection);
    }

    /// <inheritdoc />
    public Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        collection.UpdateManyAsync("{}", "{ $unset: { rating: 1 } }", cancellationToken: cancellationToken);
}
