using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Migrations.Testing;

/// <summary>Stands between a client and a real server, counts the messages that go through, and cuts connections at one of them.</summary>
/// <remarks>Hello is neither counted nor cut while the server is there: a client sends it by the clock.</remarks>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private Plan _plan = new(int.MaxValue, CutMoment.BeforeRequest, StaysCut: false);
    private int _messages;

    /// <summary>Starts a proxy for the server at that address.</summary>
    public CuttingProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_stop.Token);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The command that was cut, or null while none was.</summary>
    public string? Cut { get; private set; }

    /// <summary>Counts anew, and cuts the connection of one message.</summary>
    /// <param name="message">The message's number, from 1.</param>
    /// <param name="moment">Where in the exchange.</param>
    /// <param name="staysCut">Whether nothing comes through from then on, until the next call.</param>
    public void CutAt(int message, CutMoment moment, bool staysCut = false)
    {
        lock (_gate)
        {
            _plan = new Plan(message, moment, staysCut);
            _messages = 0;
            Cut = null;
        }
    }

    /// <summary>Lets everything through.</summary>
    public void Heal() => CutAt(int.MaxValue, CutMoment.BeforeRequest);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        CloseAll();
        await _accepting;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        var serving = new List<Task>();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(cancellationToken), cancellationToken));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy was stopped.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var server = new TcpClient();
        try
        {
            using (client)
            {
                lock (_gate)
                {
                    _open.UnionWith([client, server]);
                }

                await server.ConnectAsync(_host, _port, cancellationToken);
                (client.NoDelay, server.NoDelay) = (true, true);
                await ForwardAsync(client, server, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two went away, or the proxy was stopped.
        }
        finally
        {
            lock (_gate)
            {
                _open.ExceptWith([client, server]);
            }
        }
    }

    // Each request has one reply: the client asks for no other.
    private async Task ForwardAsync(TcpClient client, TcpClient server, CancellationToken cancellationToken)
    {
        var (near, far) = (client.GetStream(), server.GetStream());
        while (await ReadAsync(near, cancellationToken) is { } request)
        {
            var cut = Take(request);
            if (cut == CutMoment.BeforeRequest)
            {
                break;
            }

            await far.WriteAsync(request, cancellationToken);
            if (cut == CutMoment.AfterRequest || await ReadAsync(far, cancellationToken) is not { } reply)
            {
                break;
            }

            if (cut == CutMoment.InsideReply)
            {
                await near.WriteAsync(reply.AsMemory(0, reply.Length / 2), cancellationToken);
                break;
            }

            await near.WriteAsync(reply, cancellationToken);
        }
    }

    // The moment of the cut that is due with this request; null to let it through.
    private CutMoment? Take(byte[] request)
    {
        var name = FakeMessage.NameOf(request);
        lock (_gate)
        {
            if (Cut is not null)
            {
                return _plan.StaysCut ? CutMoment.BeforeRequest : null;
            }

            if (name is "hello" or "isMaster" or "ismaster" || ++_messages != _plan.Message)
            {
                return null;
            }

            Cut = name;
            return _plan.Moment;
        }
    }

    private void CloseAll()
    {
        lock (_gate)
        {
            foreach (var connection in _open)
            {
                connection.Client?.Close(0);
            }

            _open.Clear();
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[16];
        if (await stream.ReadAtLeastAsync(header, 16, throwOnEndOfStream: false, cancellationToken) < 16)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
        header.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(16), cancellationToken);
        return message;
    }

    private sealed record Plan(int Message, CutMoment Moment, bool StaysCut);
}
