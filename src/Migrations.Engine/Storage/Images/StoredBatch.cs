using MongoDB.Bson;

namespace Migrations.Engine.Storage.Images;

// What one batch changed, read back: where its documents are, and the keys of the images that hold them.
internal sealed record StoredBatch(BatchKey Key, string Collection, IReadOnlyList<StoredDocument> Documents, IReadOnlyList<BsonDocument> ImageKeys);
