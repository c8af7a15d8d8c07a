using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes.Batches;

// A hash of a document's content that does not depend on the order of its fields, because the server decides where new fields go: the sum of the hashes of its fields.
// It is taken from the bytes, so that no document has to be read into objects.
internal static class ContentHash
{
    // Enough for most names, so that nothing is rented.
    private const int Usual = 256;

    public static long Of(RawDocument document) => OfFields(document.Bytes.Span, 0);

    // Of some of its fields, or of all.
    public static long Of(RawDocument document, TouchedFields? fields)
    {
        if (fields is null)
        {
            return Of(document);
        }

        var sum = 0L;
        var bytes = document.Bytes.Span;
        var reader = new RawReader(bytes);
        while (reader.Read())
        {
            if (fields.Contains(reader.NameUtf8))
            {
                sum = unchecked(sum + OfField(bytes, reader, 0));
            }
        }

        return sum;
    }

    // For a document in which only the order of fields changes.
    public static long Ordered(RawDocument document, TouchedFields? fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = document.Bytes.Span;
        var reader = new RawReader(bytes);
        while (reader.Read())
        {
            if (fields is null || fields.Contains(reader.NameUtf8))
            {
                hash.AppendData(bytes[reader.ElementOffset..(reader.ValueOffset + reader.Value.Length)]);
            }
        }

        return BinaryPrimitives.ReadInt64LittleEndian(hash.GetHashAndReset());
    }

    // As an announcement of the document has it.
    public static long Of(RawDocument document, TouchedFields? fields, PendingDocument announced) => announced.IsOrdered ? Ordered(document, fields) : Of(document, fields);

    // The hash of the document after an update, if the update alone determines it: only the fields that it names are added or removed.
    // Null if a path reaches into a field, or a name occurs twice in the document. A path that occurs twice is refused by the server.
    public static long? After(RawDocument document, long before, RawDocument update)
    {
        var hash = before;
        var operations = new RawReader(update.Bytes.Span);
        while (operations.Read())
        {
            var isSet = operations.NameUtf8.SequenceEqual("$set"u8);
            if (!isSet && !operations.NameUtf8.SequenceEqual("$unset"u8))
            {
                return null;
            }

            var fields = new RawReader(operations.Value);
            while (fields.Read())
            {
                if (fields.NameUtf8.Contains((byte)'.') || OfOnly(document, fields.NameUtf8) is not { } old)
                {
                    return null;
                }

                hash = unchecked(hash - old + (isSet ? OfField(operations.Value, fields, 0) : 0));
            }
        }

        return hash;
    }

    // Of the field of that name: nothing when there is none, null when there are several.
    private static long? OfOnly(RawDocument document, ReadOnlySpan<byte> name)
    {
        long? found = null;
        var bytes = document.Bytes.Span;
        var reader = new RawReader(bytes);
        while (reader.Read())
        {
            if (reader.NameUtf8.SequenceEqual(name))
            {
                if (found is not null)
                {
                    return null;
                }

                found = OfField(bytes, reader, 0);
            }
        }

        return found ?? 0;
    }

    private static long OfFields(ReadOnlySpan<byte> document, int depth)
    {
        var sum = 0L;
        var reader = new RawReader(document);
        while (reader.Read())
        {
            sum = unchecked(sum + OfField(document, reader, depth));
        }

        return sum;
    }

    // Deeper than any server stores, the order matters; this protects the stack.
    private static long OfField(ReadOnlySpan<byte> document, RawReader field, int depth) => field.Type == BsonType.Document && depth < RawReader.MaxDepth
        ? OfNested(field.NameUtf8, OfFields(field.Value, depth + 1))
        : OfBytes(document[field.ElementOffset..(field.ValueOffset + field.Value.Length)]);

    // A nested document is hashed as the sum of the hashes of its own fields.
    private static long OfNested(ReadOnlySpan<byte> name, long sum)
    {
        var length = name.Length + 2 + sizeof(long);
        var rented = length > Usual ? ArrayPool<byte>.Shared.Rent(length) : null;
        var element = (rented ?? stackalloc byte[Usual])[..length];
        element[0] = (byte)BsonType.Int64;
        name.CopyTo(element[1..]);
        element[name.Length + 1] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(element[(name.Length + 2)..], sum);
        var hash = OfBytes(element);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    private static long OfBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
