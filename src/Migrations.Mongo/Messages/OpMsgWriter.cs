using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Migrations.Bson;

namespace Migrations.Mongo.Messages;

// Writes everything of a message but the documents of its sequence, which are sent from where they lie.
internal static class OpMsgWriter
{
    public static ReadOnlyMemory<byte> WriteHead(BsonWriter writer, int requestId, OutgoingCommand command)
    {
        writer.Reset();
        Span<byte> start = stackalloc byte[MessageHeader.Size + 4 + 1];
        start.Clear();
        writer.WriteBytes(start);
        command.WriteBody(writer);
        if (command.SequenceIdentifier is { } identifier)
        {
            WriteSequenceStart(writer, identifier, command.SequenceDocuments.Length);
        }

        var length = checked(writer.Length + command.SequenceDocuments.Length);
        new MessageHeader(length, requestId, 0, MessageHeader.OpMsg).Write(MemoryMarshal.AsMemory(writer.WrittenMemory).Span);
        return writer.WrittenMemory;
    }

    private static void WriteSequenceStart(BsonWriter writer, string identifier, int documentsLength)
    {
        var name = Encoding.UTF8.GetBytes(identifier);
        Span<byte> size = stackalloc byte[5];
        size[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(size[1..], checked(4 + name.Length + 1 + documentsLength));
        writer.WriteBytes(size);
        writer.WriteBytes(name);
        writer.WriteBytes([0]);
    }
}
