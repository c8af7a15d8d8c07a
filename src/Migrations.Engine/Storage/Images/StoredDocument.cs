using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Images;

// A document as it was, byte for byte, and the hash of what the migration made of it, which tells whether somebody changed it since.
internal sealed record StoredDocument(RawDocument Before, long After)
{
    public BsonValue Id => DocumentId.Of(Before);
}
