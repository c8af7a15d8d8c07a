using System.Buffers.Binary;
using System.Text;
using Migrations.Bson;

namespace Migrations.Testing;

// A second, independent reading of OP_MSG: what the client writes is not checked with the client's own code.
internal static class FakeMessage
{
    public static FakeRequest Parse(byte[] message, int connection)
    {
        var body = new BsonDocument();
        var sequences = new List<(string Name, BsonArray Documents)>();
        var position = 20;
        while (position < message.Length)
        {
            var kind = message[position++];
            var length = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(position));
            if (kind == 0)
            {
                body = new RawBsonDocument(message.AsMemory(position, length)).ToBsonDocument();
            }
            else
            {
                sequences.Add(ParseSequence(message.AsMemory(position, length)));
            }

            position += length;
        }

        if (position != message.Length)
        {
            throw new InvalidDataException($"The sections end at {position}, the message at {message.Length}.");
        }

        var name = body.Names.First();
        var whole = body.DeepClone();
        foreach (var (sequence, documents) in sequences)
        {
            whole.Add(sequence, documents);
        }

        return new FakeRequest
        {
            Name = name,
            Document = whole,
            MessageLength = message.Length,
            Connection = connection,
            RequestId = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(4)),
            Sequences = [.. sequences.Select(s => s.Name)],
        };
    }

    public static byte[] Reply(int requestId, BsonDocument reply)
    {
        var body = reply.ToRaw().Bytes;
        var message = new byte[21 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), requestId);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), 2013);
        body.CopyTo(message.AsMemory(21));
        return message;
    }

    private static (string Name, BsonArray Documents) ParseSequence(ReadOnlyMemory<byte> section)
    {
        var end = section.Span[4..].IndexOf((byte)0);
        var name = Encoding.UTF8.GetString(section.Span.Slice(4, end));
        var rest = section[(5 + end)..];
        var documents = new BsonArray();
        while (!rest.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
            documents.Add(new RawBsonDocument(rest[..length]).ToBsonDocument());
            rest = rest[length..];
        }

        return (name, documents);
    }
}
