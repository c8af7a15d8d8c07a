using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Migrations.LocalServer.Errors;
using Migrations.LocalServer.Gateway.Commands;
using Migrations.LocalServer.Gateway.Sql;
using Migrations.LocalServer.Wire;
using Migrations.Shared;
using Npgsql;

namespace Migrations.LocalServer.Gateway;

// Listens on the loopback address and speaks MongoDB's protocol.
internal sealed class GatewayServer : IAsyncDisposable
{
    private static readonly TimeSpan ReapInterval = TimeSpan.FromSeconds(1);
    private readonly Socket _listener;
    private readonly GatewayState _state;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<int, Task> _connections = new();
    private readonly Task _accepting;
    private readonly Task _reaping;

    private GatewayServer(Socket listener, NpgsqlDataSource backend, TimeProvider time)
    {
        _listener = listener;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _state = new GatewayState(backend, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}"), time);
        IdleSince = time.GetTimestamp();
        _accepting = AcceptAsync(_stop.Token);
        _reaping = ReapAsync(_stop.Token);
    }

    public int Port { get; }

    public string ConnectionString => $"mongodb://{_state.Address}/?replicaSet={HandshakeCommands.SetName}";

    public int ConnectionCount => _connections.Count;

    // When the last client disconnected, or the server started.
    public long IdleSince { get; private set; }

    public static GatewayServer Start(NpgsqlDataSource backend, int port, TimeProvider time)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen();
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw new LocalServerException(LocalServerErrorCode.PortTaken,
                string.Create(CultureInfo.InvariantCulture, $"The local server cannot listen on port {port}: {exception.Message}. It was not started. Choose another port, or 0 for any that is free."), exception);
        }

        return new GatewayServer(listener, backend, time);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await _reaping.ConfigureAwait(false);
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        await _state.Sessions.EndAllAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        for (var id = 1; ; id++)
        {
            try
            {
                var socket = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
                socket.NoDelay = true;
                var connection = id;
                _connections[connection] = Task.Run(() => ServeAsync(socket, connection, cancellationToken), CancellationToken.None);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private async Task ServeAsync(Socket socket, int id, CancellationToken cancellationToken)
    {
        try
        {
            await new ClientConnection(socket, _state, id).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            IdleSince = _state.Time.GetTimestamp();
            _connections.TryRemove(id, out _);
        }
    }

    private async Task ReapAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ReapInterval, _state.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await _state.Sessions.ReapAsync().ConfigureAwait(false);
                await CursorCommands.DeleteAsync(new SqlSession(_state.Backend, null, _state.Time), _state.Cursors.TakeIdle(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }
}

// One client: a message, its reply, the next message.
internal sealed class ClientConnection(Socket socket, GatewayState gateway, int id)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            using var reader = new MessageReader(stream);
            var writer = new ReplyWriter(stream);
            var dispatcher = new CommandDispatcher(gateway, new ClientState(id, socket.RemoteEndPoint?.ToString() ?? ""));
            try
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
                {
                    if (await dispatcher.DispatchAsync(message, cancellationToken).ConfigureAwait(false) is not { } reply)
                    {
                        return;
                    }

                    if (message.WantsReply)
                    {
                        await writer.WriteAsync(message, reply, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or WireFormatException or OperationCanceledException)
            {
                // The client left, speaks another protocol, or the gateway stops: either way this connection is over.
            }
        }
    }
}
