using System.Buffers.Binary;
using System.Security.Cryptography;
using Migrations.Bson;

namespace Migrations.Engine.Documents;

// A hash of a document's content that does not depend on the order of its fields, because the server decides where new fields go.
internal static class ContentHash
{
    public static long Of(BsonDocument document)
    {
        var sum = 0L;
        foreach (var field in document.Elements)
        {
            sum = unchecked(sum + OfField(field));
        }

        return sum;
    }

    private static long OfField(BsonField field)
    {
        using var writer = new BsonWriter();
        if (field.Value is BsonDocument nested)
        {
            writer.WriteInt64(field.Name, Of(nested));
        }
        else
        {
            writer.WriteRaw(field.Name, field.Value.BsonType, field.Value.ToRawValue().Bytes.Span);
        }

        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(writer.WrittenSpan));
    }
}
