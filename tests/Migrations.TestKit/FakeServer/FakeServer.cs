using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using MongoDB.Bson;

namespace Migrations.TestKit;

/// <summary>A server that speaks the wire protocol on 127.0.0.1 and answers from a script. It stores nothing.</summary>
public sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<FakeRequest> _requests = [];
    private readonly List<FakeFault> _faults = [];
    private readonly Dictionary<string, Func<FakeRequest, BsonDocument>> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<Func<FakeRequest, BsonDocument>>> _replies = new(StringComparer.Ordinal);
    private readonly HashSet<TcpClient> _clients = [];
    private readonly Task _accepting;
    private readonly SslServerAuthenticationOptions? _tls;
    private int _connections;

    /// <summary>Starts a server, encrypted if TLS options are given.</summary>
    public FakeServer(SslServerAuthenticationOptions? tls = null)
    {
        _tls = tls;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_stop.Token);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Host and port.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>A connection string that leads here.</summary>
    public string ConnectionString => $"mongodb://{Address}/";

    /// <summary>The answer to hello; that of a standalone server unless set.</summary>
    public Func<BsonDocument> Hello { get; set; } = FakeHello.Standalone;

    /// <summary>Whether new connections are closed at once, as by a machine that is going down.</summary>
    public bool RefusesConnections { get; set; }

    /// <summary>How many connections were accepted.</summary>
    public int ConnectionCount => Volatile.Read(ref _connections);

    /// <summary>All commands but hello, in the order of their arrival.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests.Where(r => !IsGreeting(r))];
            }
        }
    }

    /// <summary>Every hello.</summary>
    public IReadOnlyList<FakeRequest> Hellos
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests.Where(IsHello)];
            }
        }
    }

    /// <summary>Commands of one name.</summary>
    public IReadOnlyList<FakeRequest> RequestsOf(string name) => [.. Requests.Where(r => r.Name == name)];

    /// <summary>Answers the next command of that name.</summary>
    public FakeServer Reply(string name, Func<FakeRequest, BsonDocument> reply)
    {
        lock (_gate)
        {
            if (!_replies.TryGetValue(name, out var queue))
            {
                _replies.Add(name, queue = new Queue<Func<FakeRequest, BsonDocument>>());
            }

            queue.Enqueue(reply);
        }

        return this;
    }

    /// <summary>Answers the next command of that name with a document in Extended JSON.</summary>
    public FakeServer Reply(string name, string json) => Reply(name, _ => BsonDocument.Parse(json));

    /// <summary>Answers every command of that name.</summary>
    public FakeServer ReplyAlways(string name, Func<FakeRequest, BsonDocument> reply)
    {
        lock (_gate)
        {
            _rules[name] = reply;
        }

        return this;
    }

    /// <summary>Lets something go wrong.</summary>
    public FakeServer Fail(FakeFault fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
        }

        return this;
    }

    /// <summary>Closes all connections that are open now.</summary>
    public void CloseConnections()
    {
        lock (_gate)
        {
            foreach (var client in _clients)
            {
                client.Client?.Close(0);
            }

            _clients.Clear();
        }
    }

    /// <summary>Stops listening and closes all connections, as a killed process does.</summary>
    public async Task KillAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
            _listener.Stop();
            CloseConnections();
            await _accepting;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _stop.Dispose();
        _listener.Dispose();
    }

    // A driver asks for the last error once on each connection, for the connection's number.
    private static bool IsGreeting(FakeRequest request) => IsHello(request) || request.Name == "getLastError";

    private static bool IsHello(FakeRequest request) => request.Name is "hello" or "isMaster" or "ismaster";

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        var serving = new List<Task>();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(cancellationToken);
                if (RefusesConnections)
                {
                    client.Client.Close(0);
                    continue;
                }

                var number = Interlocked.Increment(ref _connections);
                lock (_gate)
                {
                    _clients.Add(client);
                }

                serving.Add(ServeAsync(client, number, cancellationToken));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server was stopped.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client, int connection, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            using (client)
            {
                client.NoDelay = true;
                await using var stream = await OpenAsync(client, cancellationToken);
                while (await ReadAsync(stream, connection, cancellationToken) is { } request)
                {
                    if (await AnswerAsync(request, cancellationToken) is not { } reply)
                    {
                        client.Client.Close(0);
                        return;
                    }

                    await stream.WriteAsync(reply, cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or the server was stopped.
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var stream = client.GetStream();
        if (_tls is null)
        {
            return stream;
        }

        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(_tls, cancellationToken);
        return encrypted;
    }

    private static async Task<FakeRequest?> ReadAsync(Stream stream, int connection, CancellationToken cancellationToken)
    {
        var header = new byte[16];
        if (await stream.ReadAtLeastAsync(header, 16, throwOnEndOfStream: false, cancellationToken) < 16)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
        header.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(16), cancellationToken);
        return FakeMessage.Parse(message, connection);
    }

    // Null: close the connection.
    private async Task<byte[]?> AnswerAsync(FakeRequest request, CancellationToken cancellationToken)
    {
        var fault = Take(request);
        if (fault?.WaitsFor is { } gate)
        {
            await gate.WaitAsync(cancellationToken);
        }

        if (fault is { ClosesConnection: true })
        {
            _ = fault.ActsBeforeClosing ? Script(request) : null;
            return null;
        }

        if (fault?.Bytes is { } bytes)
        {
            return bytes(request.RequestId);
        }

        var reply = fault?.ErrorCode is { } code ? Failure(fault, code) : Script(request);
        if (fault?.WriteConcernErrorCode is { } concern)
        {
            reply.Set("writeConcernError", new BsonDocument { { "code", concern }, { "errmsg", fault.ErrorMessage } });
            reply.Set("errorLabels", new BsonArray(fault.Labels.Select(l => (BsonValue)l)));
        }

        return FakeMessage.Reply(request, reply);
    }

    private static BsonDocument Failure(FakeFault fault, int code) => new()
    {
        { "ok", 0.0 },
        { "errmsg", fault.ErrorMessage },
        { "code", code },
        { "codeName", $"Code{code}" },
        { "errorLabels", new BsonArray(fault.Labels.Select(l => (BsonValue)l)) },
    };

    private FakeFault? Take(FakeRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            var index = _faults.FindIndex(f => f.Command is null ? !IsGreeting(request) : f.Command == request.Name || (f.Command == "hello" && IsHello(request)));
            if (index < 0)
            {
                return null;
            }

            var fault = _faults[index];
            if (fault.Times > 1)
            {
                _faults[index] = fault with { Times = fault.Times - 1 };
            }
            else
            {
                _faults.RemoveAt(index);
            }

            return fault;
        }
    }

    private BsonDocument Script(FakeRequest request)
    {
        Func<FakeRequest, BsonDocument>? script;
        lock (_gate)
        {
            if (!_replies.TryGetValue(request.Name, out var queue) || !queue.TryDequeue(out script))
            {
                script = _rules.GetValueOrDefault(request.Name);
            }
        }

        if (script is not null)
        {
            return script(request);
        }

        return IsHello(request) ? Hello() : DefaultReplies.For(request.Name, request.Document);
    }
}
