using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.TestPlugin;

// Generated files that somebody has written, and those that nobody has.
[Migration("20260101000001", "Written", Tree = "unwritten")]
public sealed class Written : RawDocumentMigration
{
    public override string Collection => "unwritten";

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("first", 1);
}

[Migration("20260101000002", "Not written yet", Tree = "unwritten")]
public sealed class Unwritten : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Write the migration.");
}

[Migration("20260101000001", "Way back not written yet", Tree = "unwrittenBack")]
public sealed class UnwrittenBack : CollectionMigration, IReversibleCollection
{
    public override string Collection => "unwritten";

    public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        collection.UpdateManyAsync("{}", "{ $set: { second: 1 } }", cancellationToken: cancellationToken);

    public Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Write the way back, or remove IReversibleCollection.");
}

[Migration("20260101000001", "Steps not written yet", Tree = "unwrittenSteps")]
public sealed class UnwrittenSteps : FieldMigration
{
    public override string Collection => "unwritten";

    public override void Define(FieldSteps steps) => throw new NotSupportedException("Name the steps.");
}

// The documents as they are, by the class that they are.
[Migration("20260101000001", "Mark documents", Tree = "plain")]
public sealed class MarkDocuments : CollectionMigration<BsonDocument>, IReversibleCollection<BsonDocument>
{
    public override string Collection => "plain";

    public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        collection.UpdateManyAsync("{}", "{ $set: { marked: 1 } }", cancellationToken: cancellationToken);

    public Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        collection.UpdateManyAsync("{}", "{ $unset: { marked: 1 } }", cancellationToken: cancellationToken);
}
