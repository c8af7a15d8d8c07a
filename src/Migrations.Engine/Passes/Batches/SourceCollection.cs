using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// Where a document migration reads, and which documents. The way back of an emitting one reads what the way there wrote.
internal sealed record SourceCollection(string Name, BsonDocument Filter)
{
    public static SourceCollection Of(DocumentMigration body, MigrationDirection direction) =>
        new(body is EmitMigration emit && direction == MigrationDirection.Down ? emit.Target : body.Collection, body.RenderFilter(direction));
}
