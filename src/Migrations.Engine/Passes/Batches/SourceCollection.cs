using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// Where a document migration reads, and which documents.
internal sealed record SourceCollection(string Name, BsonDocument Filter);
