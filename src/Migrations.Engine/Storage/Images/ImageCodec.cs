using System.Buffers.Binary;
using System.IO.Compression;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Images;

// Concatenated documents, each after the hash of the migrated one, compressed. A document contains its own length.
internal static class ImageCodec
{
    private const int HashLength = sizeof(long);

    public static byte[] Pack(IEnumerable<StoredDocument> documents)
    {
        using var packed = new MemoryStream();
        using (var compressed = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            Span<byte> hash = stackalloc byte[HashLength];
            foreach (var document in documents)
            {
                BinaryPrimitives.WriteInt64LittleEndian(hash, document.After);
                compressed.Write(hash);
                compressed.Write(document.Before.Bytes.Span);
            }
        }

        return packed.ToArray();
    }

    public static IReadOnlyList<StoredDocument> Unpack(Stream packed)
    {
        var documents = new List<StoredDocument>();
        using var bytes = new BrotliStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var head = new byte[HashLength + sizeof(int)];
        while (ReadHead(bytes, head))
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(HashLength));
            if (length < RawDocument.Empty.Length)
            {
                throw new InvalidDataException($"A stored document cannot be {length} bytes long.");
            }

            var document = new byte[length];
            head.AsSpan(HashLength).CopyTo(document);
            bytes.ReadExactly(document.AsSpan(sizeof(int)));
            documents.Add(new StoredDocument(new RawDocument(document), BinaryPrimitives.ReadInt64LittleEndian(head)));
        }

        return documents;
    }

    private static bool ReadHead(Stream bytes, byte[] head)
    {
        var read = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return read == head.Length || (read == 0 ? false : throw new EndOfStreamException("A stored document ends within its head."));
    }
}

// A document as it was, byte for byte, and the hash of what the migration made of it, which tells whether somebody changed it since.
internal sealed record StoredDocument(RawDocument Before, long After)
{
    public BsonValue Id => DocumentId.Of(Before);
}
