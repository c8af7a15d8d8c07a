using System.Buffers.Text;
using System.Runtime.InteropServices;
using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using MongoDB.Bson;
using ByteArrayBuffer = MongoDB.Bson.IO.ByteArrayBuffer;

namespace Migrations.Engine.Database;

// The sender's body as it is, then the documents of its sequence as an array, then our fields: the command's name stays first, and nothing is parsed.
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
            : throw new InvalidOperationException("The writer's bytes are not an array.");
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

// The fields that are added to a command's body: the driver adds session and transaction, but neither concerns nor a limit of time.
internal sealed record AddedFields
{
    private static readonly HashSet<string> TakeWriteConcern = ["create", "createIndexes", "drop", "dropDatabase", "dropIndexes", "collMod", "renameCollection"];
    private static readonly HashSet<string> TakeReadConcern = ["find", "aggregate", "count", "distinct"];

    // Bytes of the document, or null.
    public byte[]? WriteConcern { get; private init; }

    public string? ReadConcernLevel { get; private init; }

    // The time of the session's last reply: it must not read older data.
    public long? AfterTime { get; private init; }

    public TimeSpan? MaxTime { get; private init; }

    public static AddedFields For(Command command, CommandBody body, Concerns concerns, DriverSession? session)
    {
        var isInTransaction = session is { IsInTransaction: true };
        var isWrite = command.Kind is CommandKind.Write or CommandKind.RetryableWrite || TakeWriteConcern.Contains(body.Name);
        var isRead = command.Kind == CommandKind.Read && TakeReadConcern.Contains(body.Name);
        return new AddedFields
        {
            WriteConcern = isWrite && !isInTransaction && !body.HasWriteConcern ? concerns.WriteConcern : null,
            ReadConcernLevel = isRead && !isInTransaction && !body.HasReadConcern ? concerns.ReadConcernLevel : null,
            AfterTime = isRead && !isInTransaction && !body.HasReadConcern ? session?.CausalTime : null,
            MaxTime = body.HasMaxTime || body.Name == "getMore" ? null : command.Timeout,
        };
    }

    public void Write(RawWriter writer)
    {
        if (WriteConcern is not null)
        {
            writer.WriteRaw("writeConcern"u8, BsonType.Document, WriteConcern);
        }

        WriteReadConcern(writer);
        if (MaxTime is { } limit)
        {
            writer.WriteInt64("maxTimeMS"u8, Math.Max(1, (long)limit.TotalMilliseconds));
        }
    }

    private void WriteReadConcern(RawWriter writer)
    {
        if (ReadConcernLevel is null && AfterTime is null)
        {
            return;
        }

        writer.WriteStartDocument("readConcern"u8);
        if (ReadConcernLevel is not null)
        {
            writer.WriteString("level"u8, ReadConcernLevel);
        }

        if (AfterTime is { } time)
        {
            writer.WriteTimestamp("afterClusterTime"u8, (ulong)time);
        }

        writer.WriteEndDocument();
    }
}
