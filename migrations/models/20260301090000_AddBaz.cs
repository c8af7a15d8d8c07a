using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Catalogue.Models;

[Migration("20260301090000", "Add baz, made of foo and bar", Tree = "models", Version = "0.2.0")]
public sealed class AddBaz : CollectionMigration<Model>, IReversibleCollection<Model>
{
    private static readonly FilterDefinition<Model> HasBaz = Builders<Model>.Filter.Exists(m => m.Baz);
    private static readonly FilterDefinition<Model> HasNoBaz = Builders<Model>.Filter.Exists(m => m.Baz, false);

    public override string Collection => "models";

    public override async Task UpAsync(IMongoCollection<Model> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        PipelineDefinition<Model, Model> addBaz = new[] { BsonDocument.Parse("""{ $set: { baz: { $concat: ["$foo", { $toString: "$bar" }] } } }""") };
        var result = await collection.UpdateManyAsync(HasNoBaz, addBaz, cancellationToken: cancellationToken);
        context.Report($"Add baz to {result.ModifiedCount} model(s)", Collection);
    }

    public async Task DownAsync(IMongoCollection<Model> collection, MigrationContext context, CancellationToken cancellationToken) =>
        await collection.UpdateManyAsync(HasBaz, Builders<Model>.Update.Unset(m => m.Baz), cancellationToken: cancellationToken);

    public override async Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var missing = await context.GetCollection<Model>(Collection).CountDocumentsAsync(HasNoBaz, cancellationToken: cancellationToken);
        if (missing > 0)
        {
            throw new InvalidOperationException($"{missing} model(s) still have no baz.");
        }
    }
}
