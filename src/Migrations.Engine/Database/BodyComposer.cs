using System.Buffers.Text;
using System.Runtime.InteropServices;
using Migrations.Bytes;
using MongoDB.Bson;
using ByteArrayBuffer = MongoDB.Bson.IO.ByteArrayBuffer;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Database;

// The sender's body as it is, the documents of its sequence as an array, and our fields behind them: the command's name stays first, and nothing is parsed.
internal static class BodyComposer
{
    private const int FieldsAllowance = 256;
    private const int ElementHeader = 12;

    // The writer holds the bytes, and has to live as long as the document.
    public static RawBsonDocument Compose(RawWriter writer, CommandBody body, DocumentSequence? sequence, SequenceSlice slice, AddedFields fields)
    {
        writer.WriteStartDocument();
        writer.WriteBytes(body.Bytes.Bytes.Span[4..^1]);
        if (sequence is not null)
        {
            WriteArray(writer, sequence, slice);
        }

        fields.Write(writer);
        writer.WriteEndDocument();
        return MemoryMarshal.TryGetArray(writer.WrittenMemory, out var bytes) && bytes.Offset == 0
            ? new RawBsonDocument(new ByteArrayBuffer(bytes.Array, bytes.Count, isReadOnly: true))
            : throw new InvalidOperationException("The writer's bytes are no array.");
    }

    public static int Estimate(CommandBody body, SequenceSlice slice) => body.Bytes.Length + FieldsAllowance + slice.Length + (slice.Count * ElementHeader);

    private static void WriteArray(RawWriter writer, DocumentSequence sequence, SequenceSlice slice)
    {
        Span<byte> name = stackalloc byte[ElementHeader];
        var documents = sequence.Documents.Span.Slice(slice.Offset, slice.Length);
        writer.WriteStartArray(sequence.Identifier);
        for (int i = 0, at = 0; i < slice.Count; i++)
        {
            var length = SequenceSlice.LengthAt(documents, at, i);
            Utf8Formatter.TryFormat(i, name, out var digits);
            writer.WriteRaw(name[..digits], BsonType.Document, documents.Slice(at, length));
            at += length;
        }

        writer.WriteEndArray();
    }
}
