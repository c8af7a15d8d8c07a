using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Migrations.Bson;

namespace Migrations;

// The _id of a document that has none of its own: the same whenever the same migration emits the same document. An ObjectId keeps the time of the one it comes from, and so its place in the index.
internal static class DerivedId
{
    private const int TimeBytes = 4;

    public static BsonObjectId Of(string space, RawBsonDocument source, int ordinal)
    {
        var hash = Hash(space, source, ordinal);
        if (source.TryGetValue("_id"u8, out var id) && id.Type == BsonType.ObjectId)
        {
            id.Bytes.Span[..TimeBytes].CopyTo(hash);
        }

        return new BsonObjectId(new ObjectId(hash.AsSpan(0, 12)));
    }

    // Null when the _id is one. What a class has where nobody set it is none, and the new one has its type.
    public static BsonValue? Replacement(BsonValue id, string space, RawBsonDocument source, int ordinal) => id switch
    {
        BsonNull => Of(space, source, ordinal),
        BsonObjectId { Value: var value } when value == ObjectId.Empty => Of(space, source, ordinal),
        BsonBinaryData { SubType: BsonSubType.UuidStandard } binary when binary.ToGuid() == Guid.Empty => OfGuid(Hash(space, source, ordinal)),
        _ => null,
    };

    // Version 8: made by a rule of one's own.
    private static Guid OfGuid(byte[] hash)
    {
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    private static byte[] Hash(string space, RawBsonDocument source, int ordinal)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(space));
        hash.AppendData([0]);
        if (source.TryGetValue("_id"u8, out var id))
        {
            hash.AppendData([(byte)id.Type]);
            hash.AppendData(id.Bytes.Span);
        }

        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, ordinal);
        hash.AppendData(number);
        return hash.GetHashAndReset();
    }
}
