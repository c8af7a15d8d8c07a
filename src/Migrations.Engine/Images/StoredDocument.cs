using Migrations.Bson;

namespace Migrations.Engine.Images;

// A document as it was, byte for byte, and the hash of what the migration made of it, which tells whether somebody changed it since.
internal sealed record StoredDocument(RawBsonDocument Before, long After)
{
    public BsonValue Id => Before["_id"].ToBsonValue();
}
