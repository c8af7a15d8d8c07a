using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// A bit of everything, so that a run takes every right that it may take.
[Migration("20260101000001", "Create a collection and an index", Tree = "rights")]
public sealed class CreateCollectionAndIndex : Migration, IReversible
{
    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.Database.CreateCollectionAsync("rightsAside", cancellationToken: cancellationToken);
        await context.GetCollection("rights").Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{ name: 1 }", new CreateIndexOptions { Name = "name" }), cancellationToken: cancellationToken);
    }

    public async Task DownAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        await context.GetCollection("rights").Indexes.DropOneAsync("name", cancellationToken);
        await context.Database.DropCollectionAsync("rightsAside", cancellationToken);
    }
}

[Migration("20260101000002", "Set a field and a validator", Tree = "rights")]
public sealed class SetFieldAndValidator : PipelineMigration, IReversiblePipeline
{
    public override string Collection => "rights";

    public override FilterDefinition<BsonDocument> Filter => "{ done: { $exists: false } }";

    public override UpdateDefinition<BsonDocument> Update => "[{ $set: { done: true } }]";

    public override FilterDefinition<BsonDocument> DownFilter => "{ done: true }";

    public UpdateDefinition<BsonDocument> DownUpdate => "{ $unset: { done: '' } }";

    public override FilterDefinition<BsonDocument> Validator => "{ done: true }";
}

[KeepBeforeImages]
[Migration("20260101000003", "Number the documents", Tree = "rights")]
public sealed class NumberDocuments : RawDocumentMigration
{
    public override string Collection => "rights";

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("number", document["_id"].ToInt64());
}
