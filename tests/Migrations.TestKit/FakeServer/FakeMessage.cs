using System.Buffers.Binary;
using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.TestKit;

// A second, independent reading of OP_MSG, and of the OP_QUERY that a driver says its first hello with.
internal static class FakeMessage
{
    private const int Header = 16;
    private const int OpReply = 1;
    private const int OpQuery = 2004;
    private const int OpMsg = 2013;

    public static FakeRequest Parse(byte[] message, int connection) =>
        BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(12)) == OpQuery ? ParseQuery(message, connection) : ParseMessage(message, connection);

    public static byte[] Reply(FakeRequest request, BsonDocument reply) => request.IsQuery ? ReplyToQuery(request, reply) : Frame(request, OpMsg, 5, reply);

    // Flags, the cursor's id, where the reply begins, how many documents it has.
    private static byte[] ReplyToQuery(FakeRequest request, BsonDocument reply)
    {
        var message = Frame(request, OpReply, 20, reply);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(Header + 16), 1);
        return message;
    }

    private static byte[] Frame(FakeRequest request, int kind, int fields, BsonDocument reply)
    {
        var body = reply.ToRaw().Bytes;
        var message = new byte[Header + fields + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), request.RequestId);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), kind);
        body.CopyTo(message.AsMemory(Header + fields));
        return message;
    }

    // Flags, the namespace, how many to leave out, how many to return, the command.
    private static FakeRequest ParseQuery(byte[] message, int connection)
    {
        var end = Array.IndexOf(message, (byte)0, Header + 4);
        var body = new RawDocument(message.AsMemory(end + 9)).ToBsonDocument();
        var name = body.Names.First();
        body.Add("$db", Encoding.UTF8.GetString(message.AsSpan(Header + 4, end - Header - 4)).Split('.')[0]);
        return new FakeRequest
        {
            Name = name,
            Document = body,
            MessageLength = message.Length,
            Connection = connection,
            RequestId = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(4)),
            IsQuery = true,
        };
    }

    private static FakeRequest ParseMessage(byte[] message, int connection)
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
                body = new RawDocument(message.AsMemory(position, length)).ToBsonDocument();
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
        var whole = body.DeepClone().AsBsonDocument;
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

    private static (string Name, BsonArray Documents) ParseSequence(ReadOnlyMemory<byte> section)
    {
        var end = section.Span[4..].IndexOf((byte)0);
        var name = Encoding.UTF8.GetString(section.Span.Slice(4, end));
        var rest = section[(5 + end)..];
        var documents = new BsonArray();
        while (!rest.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
            documents.Add(new RawDocument(rest[..length]).ToBsonDocument());
            rest = rest[length..];
        }

        return (name, documents);
    }
}
