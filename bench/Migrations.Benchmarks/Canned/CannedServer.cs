using System.Buffers.Binary;
using System.Net.Sockets;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Benchmarks.Canned;

// Answers as a replica set's primary would and stores nothing, so that what remains is the client's own work. Documents come from one prepared batch.
internal sealed class CannedServer(TcpListener listener)
{
    private const int BatchSize = 1000;
    private const int QueryReply = 1;
    private const int Query = 2004;
    private const int Msg = 2013;
    private readonly byte[] _documents = Documents();
    private readonly byte[] _hello = Hello(listener.LocalEndpoint.ToString()!);
    private long _left;

    // No flags; then how the query went, no cursor, from the first, one document.
    private static ReadOnlySpan<byte> ReplyHeader => [8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];

    // No flags, and a body.
    private static ReadOnlySpan<byte> MsgHeader => [0, 0, 0, 0, 0];

    public async Task RunAsync()
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        client.NoDelay = true;
        var stream = client.GetStream();
        var header = new byte[16];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(header);
                var message = new byte[BinaryPrimitives.ReadInt32LittleEndian(header) - 16];
                await stream.ReadExactlyAsync(message);
                await stream.WriteAsync(Reply(BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4)), BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)), message));
            }
        }
        catch (Exception e) when (e is IOException or EndOfStreamException)
        {
            // The client has gone.
        }
    }

    // A driver's first hello comes as an OP_QUERY, which is answered by an OP_REPLY; everything else is an OP_MSG.
    private byte[] Reply(int request, int opCode, byte[] message) => opCode == Query
        ? Message(request, QueryReply, ReplyHeader, Answer(QueryBody(message), []))
        : Message(request, Msg, MsgHeader, MsgAnswer(message));

    // Flags, then a section of kind 0 with the body. The driver's own writes have their statements in a section of kind 1 behind it, raw commands in the body.
    private byte[] MsgAnswer(byte[] message)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(5));
        return Answer(new RawDocument(message.AsMemory(5, length)), message.AsSpan(5 + length));
    }

    // Flags, the name of a collection, how many to skip and how many to return.
    private static RawDocument QueryBody(byte[] message)
    {
        var start = 4 + message.AsSpan(4).IndexOf((byte)0) + 1 + 8;
        return new RawDocument(message.AsMemory(start, BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(start))));
    }

    private static byte[] Message(int request, int opCode, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[16 + header.Length + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), request);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), opCode);
        header.CopyTo(bytes.AsSpan(16));
        body.CopyTo(bytes.AsSpan(16 + header.Length));
        return bytes;
    }

    private byte[] Answer(RawDocument body, ReadOnlySpan<byte> section)
    {
        var (name, collection) = Head(body);
        return name switch
        {
            "hello" or "isMaster" or "ismaster" => _hello,
            "canned" => Begin(body),
            "find" when collection == "data" => Page(body),
            "find" or "listCollections" => Cursor(collection, collection.EndsWith(".lock", StringComparison.Ordinal) ? [Unlocked] : collection.EndsWith(".heads", StringComparison.Ordinal) ? [Head("raw"), Head("typed")] : []),
            "aggregate" => Cursor(collection, [new BsonDocument("count", Interlocked.Read(ref _left))]),
            "findAndModify" => Bytes(new BsonDocument { { "ok", 1 }, { "value", new BsonDocument { { "_id", "lock" }, { "token", 1L } } } }),
            "count" => Bytes(new BsonDocument { { "ok", 1 }, { "n", collection == "data" ? Interlocked.Read(ref _left) : 0 } }),
            "update" => Updated(body.TryGetValue("updates", out var list) ? Count(new RawReader(list.Bytes.Span)) : CountSection(section[1..])),
            _ => Updated(1),
        };
    }

    private byte[] Begin(RawDocument body)
    {
        Interlocked.Exchange(ref _left, body["canned"].ToInt64());
        return Bytes(new BsonDocument("ok", 1));
    }

    private byte[] Page(RawDocument body)
    {
        var asked = body.TryGetValue("limit", out var limit) ? limit.ToInt32() : BatchSize;
        var left = Interlocked.Add(ref _left, -Math.Min(asked, BatchSize)) + Math.Min(asked, BatchSize);
        return left <= 0 ? Cursor("data", []) : _documents;
    }

    private static (string Name, string Collection) Head(RawDocument body)
    {
        foreach (var element in body)
        {
            return (element.Name, element.Value.Type == BsonType.String ? element.Value.AsString : "");
        }

        return ("", "");
    }

    private static int Count(RawReader statements)
    {
        var count = 0;
        while (statements.Read())
        {
            count++;
        }

        return count;
    }

    private static int CountSection(ReadOnlySpan<byte> section)
    {
        var end = BinaryPrimitives.ReadInt32LittleEndian(section);
        var (position, count) = (4 + section[4..].IndexOf((byte)0) + 1, 0);
        while (position < end)
        {
            position += BinaryPrimitives.ReadInt32LittleEndian(section[position..]);
            count++;
        }

        return count;
    }

    private static byte[] Updated(int count) => Bytes(new BsonDocument { { "ok", 1 }, { "n", count }, { "nModified", count } });

    private static byte[] Hello(string name) => Bytes(new BsonDocument
    {
        { "ok", 1 }, { "helloOk", true }, { "me", name }, { "primary", name }, { "hosts", new BsonArray { name } }, { "isWritablePrimary", true }, { "minWireVersion", 0 }, { "maxWireVersion", 21 }, { "maxBsonObjectSize", 16 * 1024 * 1024 }, { "maxMessageSizeBytes", 48_000_000 },
        { "maxWriteBatchSize", 100_000 }, { "logicalSessionTimeoutMinutes", 30 }, { "setName", "canned" }, { "version", "7.0.0" },
    });

    private static byte[] Documents() => Cursor("data", Enumerable.Range(0, BatchSize).Select(BenchDocument.Create));

    private static byte[] Cursor(string collection, IEnumerable<BsonDocument> documents) =>
        Bytes(new BsonDocument { { "ok", 1 }, { "cursor", new BsonDocument { { "id", 0L }, { "ns", $"bench.{collection}" }, { "firstBatch", new BsonArray(documents) } } } });

    private static byte[] Bytes(BsonDocument document) => document.ToRaw().Bytes.ToArray();

    private static BsonDocument Unlocked => new() { { "_id", "lock" }, { "owner", BsonNull.Value }, { "token", 1L }, { "expires", BsonConstants.UnixEpoch } };

    private static BsonDocument Head(string tree) => new() { { "_id", tree }, { "revision", BsonNull.Value } };
}
