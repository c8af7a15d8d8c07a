using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations;

// The _id of a document that has none of its own: the same whenever the same migration emits the same document. An ObjectId keeps the time of the one it comes from, and so its place in the index.
internal static class DerivedId
{
    private const int TimeBytes = 4;
    private const int UuidLength = 16;
    private const byte OldUuid = 3;
    private const byte Uuid = 4;

    public static BsonObjectId Of(string space, RawDocument source, int ordinal)
    {
        var hash = Hash(space, source, ordinal);
        if (source.TryGetValue("_id"u8, out var id) && id.Type == BsonType.ObjectId)
        {
            id.Bytes.Span[..TimeBytes].CopyTo(hash);
        }

        return new BsonObjectId(new ObjectId(hash[..12]));
    }

    // Null when the document has an _id. The default value of the class's type does not count as one; the derived id has that type.
    public static BsonValue? Replacement(RawValue id, string space, RawDocument source, int ordinal) => id.Type switch
    {
        BsonType.Null => Of(space, source, ordinal),
        BsonType.ObjectId when IsZero(id.Bytes.Span) => Of(space, source, ordinal),
        BsonType.Binary when id.BinarySubType is Uuid or OldUuid && id.AsBinary.Length == UuidLength && IsZero(id.AsBinary) => new BsonBinaryData(UuidOf(Hash(space, source, ordinal)), (BsonBinarySubType)id.BinarySubType),
        _ => null,
    };

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    // Version 8: vendor-specific.
    private static byte[] UuidOf(byte[] hash)
    {
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return hash[..UuidLength];
    }

    private static byte[] Hash(string space, RawDocument source, int ordinal)
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
