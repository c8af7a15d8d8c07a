using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.LocalServer.Tests.Gateway;

// A client of a few lines over a plain socket, so that these tests depend on no other client.
internal sealed class WireClient : IDisposable
{
    private readonly NetworkStream _stream;
    private int _lastId;

    private WireClient(NetworkStream stream, string database)
    {
        _stream = stream;
        Database = database;
    }

    public string Database { get; }

    public static async Task<WireClient> ConnectAsync(int port, string database)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new WireClient(new NetworkStream(socket, ownsSocket: true), database);
    }

    public Task<WireClient> AgainAsync() => ConnectAsync(((IPEndPoint)_stream.Socket.RemoteEndPoint!).Port, Database);

    // The command as Extended JSON, without $db.
    public Task<BsonDocument> RunAsync(string json) => RunAsync(BsonDocument.Parse(json));

    public Task<BsonDocument> RunAsync(BsonDocument command, string? sequence = null, params BsonDocument[] documents)
    {
        var body = command.DeepClone().AsBsonDocument;
        if (!body.Contains("$db"))
        {
            body.Add("$db", Database);
        }

        var sections = new List<byte> { 0 };
        sections.AddRange(body.ToRaw().Bytes.Span);
        if (sequence is not null)
        {
            var content = new List<byte>([.. Encoding.UTF8.GetBytes(sequence), 0]);
            foreach (var document in documents)
            {
                content.AddRange(document.ToRaw().Bytes.Span);
            }

            sections.Add(1);
            sections.AddRange(Number(content.Count + 4));
            sections.AddRange(content);
        }

        return SendAsync(2013, [0, 0, 0, 0, .. sections], 16 + 5);
    }

    public Task<BsonDocument> QueryAsync(string json)
    {
        byte[] content = [0, 0, 0, 0, .. Encoding.UTF8.GetBytes("admin.$cmd\0"), 0, 0, 0, 0, 255, 255, 255, 255, .. BsonDocument.Parse(json).ToRaw().Bytes.Span];
        return SendAsync(2004, content, 16 + 20);
    }

    public async Task SendBytesAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    public async Task<bool> IsClosedByServerAsync() => await _stream.ReadAsync(new byte[1]) == 0;

    public void Dispose() => _stream.Dispose();

    private async Task<BsonDocument> SendAsync(int opCode, byte[] content, int replyPrefix)
    {
        byte[] message = [.. Number(content.Length + 16), .. Number(++_lastId), 0, 0, 0, 0, .. Number(opCode), .. content];
        await _stream.WriteAsync(message);
        var length = new byte[4];
        await _stream.ReadExactlyAsync(length);
        var reply = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        await _stream.ReadExactlyAsync(reply.AsMemory(4));
        Assert.That(BinaryPrimitives.ReadInt32LittleEndian(reply.AsSpan(8)), Is.EqualTo(_lastId), "responseTo");
        return new RawDocument(reply.AsMemory(replyPrefix)).ToBsonDocument();
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
