using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Migrations.TestKit;

/// <summary>Stands between a client and a real server, counts the messages that go through, and lets one of them go wrong.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly List<FakeRequest> _requests = [];
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private ProxyFault _fault = new();
    private int _messages;

    /// <summary>Starts a proxy for the server at that address.</summary>
    public FaultProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_stop.Token);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>How many clients are connected.</summary>
    public int OpenConnections
    {
        get
        {
            lock (_gate)
            {
                return _open.Count / 2;
            }
        }
    }

    /// <summary>What clients have asked for so far.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The command that went wrong, or null while none did.</summary>
    public string? Hit { get; private set; }

    /// <summary>Counts anew, and cuts the connection of one message.</summary>
    /// <param name="message">The message's number, from 1.</param>
    /// <param name="moment">Where in the exchange.</param>
    public void CutAt(int message, CutMoment moment) => Plan(new ProxyFault { Message = message, Cut = moment });

    /// <summary>Counts anew, and lets one message go unanswered on a connection that stays open.</summary>
    /// <param name="message">The message's number, from 1.</param>
    public void SilenceAt(int message) => Plan(new ProxyFault { Message = message, IsSilent = true });

    /// <summary>Counts anew, and cuts all connections from one message on, until another fault is planned.</summary>
    /// <param name="message">The message's number, from 1.</param>
    /// <param name="moment">Where in the first exchange; later requests do not reach the server.</param>
    public void CutFrom(int message, CutMoment moment) => Plan(new ProxyFault { Message = message, Cut = moment, Times = int.MaxValue });

    /// <summary>Counts the messages of transactions anew, and answers for the server with an error and the label that a server gives it.</summary>
    /// <param name="message">The message's number, from 1.</param>
    /// <param name="times">How many messages in a row.</param>
    /// <param name="errorCode">The error's code.</param>
    /// <param name="isCarriedOut">Whether the server gets the request nevertheless.</param>
    public void FailInTransactionAt(int message, int times, int errorCode, bool isCarriedOut) =>
        Plan(new ProxyFault { OnlyInTransactions = true, Message = message, Times = times, ErrorCode = errorCode, IsCarriedOut = isCarriedOut });

    /// <summary>Counts the messages of transactions anew, and answers one of them for the server as one that is overloaded does.</summary>
    /// <param name="message">Which message, from 1.</param>
    /// <param name="isCarriedOut">Whether the server gets it nevertheless, as when the answer of an earlier attempt was lost.</param>
    public void TurnAwayInTransactionAt(int message, bool isCarriedOut) =>
        Plan(new ProxyFault { Message = message, OnlyInTransactions = true, ErrorCode = 462, IsOverload = true, IsCarriedOut = isCarriedOut });

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
        while (await ReadAsync(near, cancellationToken) is { } message)
        {
            var request = FakeMessage.Parse(message, connection: 0);
            var fault = Take(request);
            if (fault?.Reaches(request) == false)
            {
                if (fault.IsSilent)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }

                if (fault.Cut is not null)
                {
                    break;
                }

                await near.WriteAsync(fault.Answer(request), cancellationToken);
                continue;
            }

            await far.WriteAsync(message, cancellationToken);
            if (fault?.Cut == CutMoment.AfterRequest || await ReadAsync(far, cancellationToken) is not { } reply)
            {
                break;
            }

            if (fault?.Cut == CutMoment.InsideReply)
            {
                await near.WriteAsync(reply.AsMemory(0, reply.Length / 2), cancellationToken);
                break;
            }

            await near.WriteAsync(fault is null ? reply : fault.Answer(request), cancellationToken);
        }
    }

    private void Plan(ProxyFault fault)
    {
        lock (_gate)
        {
            (_fault, _messages, Hit) = (fault, 0, null);
        }
    }

    // What goes wrong with this request; null to let it through.
    private ProxyFault? Take(FakeRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            if (Hit is not null && _fault is { Times: int.MaxValue })
            {
                return _fault with { Cut = CutMoment.BeforeRequest };
            }

            if (!_fault.Counts(request) || ++_messages < _fault.Message || _messages - _fault.Message >= _fault.Times)
            {
                return null;
            }

            Hit ??= request.Name;
            return _fault;
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
}
