using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Migrations.TestKit;

/// <summary>A name server on 127.0.0.1 that knows the SRV and TXT records it is told, and no other name: https://www.rfc-editor.org/rfc/rfc1035</summary>
public sealed class FakeResolver : IAsyncDisposable
{
    private const int HeaderLength = 12;
    private const ushort Text = 16;
    private const ushort Service = 33;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<(string Name, ushort Type), List<byte[]>> _records = [];
    private readonly Task _answering;

    /// <summary>Starts a name server that knows nothing.</summary>
    public FakeResolver()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _answering = AnswerAsync(_stop.Token);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Says that a cluster has a server.</summary>
    public FakeResolver AddServer(string cluster, string host, int port)
    {
        var record = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(4), (ushort)port);
        Add($"_mongodb._tcp.{cluster}", Service, [.. record, .. NameOf(host)]);
        return this;
    }

    /// <summary>Says options of a cluster's connection string.</summary>
    public FakeResolver AddOptions(string cluster, string options)
    {
        Add(cluster, Text, [(byte)options.Length, .. Encoding.ASCII.GetBytes(options)]);
        return this;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answering;
        _socket.Dispose();
        _stop.Dispose();
    }

    private void Add(string name, ushort type, byte[] record)
    {
        if (!_records.TryGetValue((name, type), out var records))
        {
            _records[(name, type)] = records = [];
        }

        records.Add(record);
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Loopback, 0), cancellationToken);
                await _socket.SendToAsync(Answer(buffer.AsSpan(0, received.ReceivedBytes)), received.RemoteEndPoint, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private byte[] Answer(ReadOnlySpan<byte> query)
    {
        var (name, end) = ReadName(query);
        var type = BinaryPrimitives.ReadUInt16BigEndian(query[end..]);
        var records = _records.GetValueOrDefault((name, type), []);
        var isKnown = _records.Keys.Any(k => k.Name == name);
        // A reply that is not cut; 3 says that the name does not exist.
        byte[] header = [query[0], query[1], 0x81, (byte)(isKnown ? 0x80 : 0x83), 0, 1, 0, (byte)records.Count, 0, 0, 0, 0];
        return [.. header, .. query[HeaderLength..(end + 4)], .. records.SelectMany(record => RecordOf(type, record))];
    }

    // The name is that of the question; it is valid for a minute.
    private static byte[] RecordOf(ushort type, byte[] record) =>
        [0xC0, HeaderLength, 0, (byte)type, 0, 1, 0, 0, 0, 60, (byte)(record.Length >> 8), (byte)record.Length, .. record];

    private static byte[] NameOf(string name) => [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private static (string Name, int End) ReadName(ReadOnlySpan<byte> query)
    {
        var labels = new List<string>();
        var place = HeaderLength;
        for (; query[place] != 0; place += query[place] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(query.Slice(place + 1, query[place])));
        }

        return (string.Join('.', labels).ToLower(CultureInfo.InvariantCulture), place + 1);
    }
}
