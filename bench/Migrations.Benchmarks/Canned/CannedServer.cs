using System.Buffers.Binary;
using System.Net.Sockets;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Benchmarks.Canned;

// Answers as a replica set's primary would and stores nothing, so that what remains is the client's own work. Documents come from one prepared batch.
internal sealed class CannedServer(TcpListener listener)
{
    private const int BatchSize = 1000;
    private readonly byte[] _documents = Documents();
    private long _left;

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
                await stream.WriteAsync(Reply(BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4)), message));
            }
        }
        catch (Exception e) when (e is IOException or EndOfStreamException)
        {
            // The client has gone.
        }
    }

    private byte[] Reply(int request, byte[] message)
    {
        // Flags, then a section of kind 0 with the body; a section of kind 1 behind it holds the statements.
        var length = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(5));
        var body = new RawDocument(message.AsMemory(5, length));
        var statements = message.Length > 5 + length ? CountStatements(message.AsSpan(5 + length + 1)) : 1;
        var reply = Answer(body, statements);
        var bytes = new byte[21 + reply.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), request);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), 2013);
        reply.CopyTo(bytes, 21);
        return bytes;
    }

    private byte[] Answer(RawDocument body, int statements)
    {
        var (name, collection) = Head(body);
        return name switch
        {
            "hello" or "isMaster" or "ismaster" => Hello(),
            "canned" => Begin(body),
            "find" when collection == "data" => Page(body),
            "find" or "listCollections" => Cursor(collection, collection.EndsWith(".lock", StringComparison.Ordinal) ? [new BsonDocument { { "_id", "lock" }, { "token", 1L } }] : collection.EndsWith(".heads", StringComparison.Ordinal) ? [new BsonDocument("_id", "raw"), new BsonDocument("_id", "typed")] : []),
            "findAndModify" => Bytes(new BsonDocument { { "ok", 1 }, { "value", new BsonDocument { { "_id", "lock" }, { "token", 1L } } } }),
            "count" => Bytes(new BsonDocument { { "ok", 1 }, { "n", collection == "data" ? Interlocked.Read(ref _left) : 0 } }),
            _ => Bytes(new BsonDocument { { "ok", 1 }, { "n", statements }, { "nModified", statements } }),
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

    private static int CountStatements(ReadOnlySpan<byte> section)
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

    private static byte[] Hello() => Bytes(new BsonDocument
    {
        { "ok", 1 }, { "isWritablePrimary", true }, { "minWireVersion", 0 }, { "maxWireVersion", 21 }, { "maxBsonObjectSize", 16 * 1024 * 1024 }, { "maxMessageSizeBytes", 48_000_000 },
        { "maxWriteBatchSize", 100_000 }, { "logicalSessionTimeoutMinutes", 30 }, { "setName", "canned" }, { "version", "7.0.0" },
    });

    private static byte[] Documents() => Cursor("data", Enumerable.Range(0, BatchSize).Select(BenchDocument.Create));

    private static byte[] Cursor(string collection, IEnumerable<BsonDocument> documents) =>
        Bytes(new BsonDocument { { "ok", 1 }, { "cursor", new BsonDocument { { "id", 0L }, { "ns", $"bench.{collection}" }, { "firstBatch", new BsonArray(documents) } } } });

    private static byte[] Bytes(BsonDocument document) => document.ToRaw().Bytes.ToArray();
}
