using Migrations.Channel;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;
using Migrations.Mongo.Opening;
using Migrations.Mongo.Pooling;
using Migrations.Mongo.Topology;

namespace Migrations.Mongo.Servers;

// All servers behind a channel. Holds the present topology, keeps monitors and pools in step with it, and finds the server for a command.
internal sealed class Deployment : IAsyncDisposable
{
    private readonly MongoClientSettings _settings;
    private readonly TimeProvider _time;
    private readonly ConnectionOpener _opener;
    private readonly Lock _gate = new();
    private readonly Dictionary<ServerAddress, MonitoredServer> _servers = [];
    private readonly List<Task> _retired = [];
    private TaskCompletionSource _changed = NewSignal();
    private TopologyDescription _topology;
    private bool _isDisposed;

    public Deployment(MongoClientSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _opener = new ConnectionOpener(settings, time);
        _topology = TopologyDescription.Initial(settings);
    }

    public TopologyDescription Topology
    {
        get
        {
            lock (_gate)
            {
                return _topology;
            }
        }
    }

    public async ValueTask<MonitoredServer> SelectAsync(IReadOnlyCollection<ServerAddress> avoided, ServerAddress? pinned, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var (topology, change) = Look();
            if (topology.FindIncompatibility() is { } mismatch)
            {
                throw SelectionErrors.Incompatible(mismatch);
            }

            if (Find(topology, avoided, pinned) is { } server)
            {
                return server;
            }

            if (topology.FindRefusedEncryption() is { } refusal)
            {
                throw SelectionErrors.RefusedEncryption(refusal);
            }

            var rest = _settings.ServerSelectionTimeout - _time.GetElapsedTime(started);
            if (rest <= TimeSpan.Zero)
            {
                throw SelectionErrors.TimedOut(topology, _settings.ServerSelectionTimeout);
            }

            RequestChecks();
            try
            {
                await change.WaitAsync(rest, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw SelectionErrors.TimedOut(Topology, _settings.ServerSelectionTimeout);
            }
        }
    }

    public async ValueTask<MongoConnection> CheckOutAsync(MonitoredServer server, CancellationToken cancellationToken)
    {
        var generation = server.Pool.Generation;
        try
        {
            return await server.Pool.CheckOutAsync(_settings.WaitQueueTimeout ?? _settings.ServerSelectionTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (MongoException e) when (e.Code is not (MigrationErrorCode.PoolCleared or MigrationErrorCode.PoolExhausted))
        {
            OnOpenFailed(server, generation, e);
            throw;
        }
    }

    // A failure of a command on an established connection.
    public void OnNetworkError(MonitoredServer server, MongoConnection connection, MongoException failure)
    {
        // A slow answer says nothing about the server; an old connection nothing about the new ones.
        if (failure.Code == MigrationErrorCode.CommandTimedOut || connection.Generation != server.Pool.Generation)
        {
            return;
        }

        Apply(ServerDescription.Unknown(server.Address, failure.Message));
        server.Pool.Clear(failure.Message, interruptInUse: false);
        server.Monitor.CancelCheck();
        server.Monitor.RequestCheck();
    }

    // A reply by which the server says that it is, for example, no longer the primary.
    public void OnStateChange(MonitoredServer server, MongoConnection connection, int code, TopologyVersion? version)
    {
        if (connection.Generation != server.Pool.Generation || IsOutdated(server.Address, version))
        {
            return;
        }

        var reason = $"it answered with code {code}, that it is no longer the server for this";
        Apply(ServerDescription.Unknown(server.Address, reason, version));
        if (StateChange.IsShutdown(code))
        {
            server.Pool.Clear(reason, interruptInUse: false);
        }

        server.Monitor.RequestCheck();
    }

    public async ValueTask DisposeAsync()
    {
        MonitoredServer[] servers;
        Task[] retired;
        lock (_gate)
        {
            _isDisposed = true;
            servers = [.. _servers.Values];
            _servers.Clear();
            retired = [.. _retired];
        }

        foreach (var server in servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(retired).ConfigureAwait(false);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (TopologyDescription Topology, Task Change) Look()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_servers.Count == 0)
            {
                SynchroniseServers();
            }

            return (_topology, _changed.Task);
        }
    }

    private MonitoredServer? Find(TopologyDescription topology, IReadOnlyCollection<ServerAddress> avoided, ServerAddress? pinned)
    {
        lock (_gate)
        {
            if (pinned is { } address)
            {
                return topology.Servers.TryGetValue(address, out var known) && known.IsDataBearing ? _servers.GetValueOrDefault(address) : null;
            }

            var suitable = ServerSelector.FindSuitable(topology, avoided, _settings.LocalThreshold);
            return suitable.Count == 0
                ? null
                : _servers.GetValueOrDefault(ServerSelector.Choose(suitable, a => _servers.TryGetValue(a, out var s) ? s.Pool.OperationCount : 0).Address);
        }
    }

    private void RequestChecks()
    {
        lock (_gate)
        {
            foreach (var server in _servers.Values)
            {
                server.Monitor.RequestCheck();
            }
        }
    }

    private bool IsOutdated(ServerAddress address, TopologyVersion? version) =>
        version is not null
        && Topology.Servers.TryGetValue(address, out var known)
        && known.TopologyVersion is not null
        && known.TopologyVersion.Process == version.Process
        && known.TopologyVersion.Counter >= version.Counter;

    // Opening that failed by overload or by network says nothing yet; a refused login or certificate does.
    private void OnOpenFailed(MonitoredServer server, int generation, MongoException failure)
    {
        if (!failure.HasErrorLabel(ErrorLabels.SystemOverloadedError) && generation == server.Pool.Generation)
        {
            Apply(ServerDescription.Unknown(server.Address, failure.Message));
            server.Pool.Clear(failure.Message, interruptInUse: false);
        }

        server.Monitor.RequestCheck();
    }

    private async Task OnCheckedAsync(ServerDescription description, MongoException? failure, CancellationToken cancellationToken)
    {
        var server = Server(description.Address);
        if (server is null)
        {
            return;
        }

        if (description.Type == ServerType.Unknown)
        {
            Apply(description);
            server.Pool.Clear(description.Error ?? "it could not be reached", interruptInUse: failure?.Code == MigrationErrorCode.CommandTimedOut);
            return;
        }

        // Ready before anybody can select it.
        server.Pool.MarkReady();
        Apply(description);
        try
        {
            await server.Pool.MaintainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MongoException e) when (e.Code != MigrationErrorCode.PoolCleared)
        {
            OnOpenFailed(server, server.Pool.Generation, e);
        }
    }

    private MonitoredServer? Server(ServerAddress address)
    {
        lock (_gate)
        {
            return _servers.GetValueOrDefault(address);
        }
    }

    private void Apply(ServerDescription description)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _topology = TopologyReducer.Apply(_topology, description);
            SynchroniseServers();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
    }

    private void SynchroniseServers()
    {
        foreach (var address in _servers.Keys.Where(a => !_topology.Servers.ContainsKey(a)).ToArray())
        {
            _servers.Remove(address, out var gone);
            _retired.RemoveAll(t => t.IsCompleted);

            // Not awaited here: the monitor that reported this may be the one that ends.
            _retired.Add(Task.Run(() => gone!.DisposeAsync().AsTask()));
        }

        foreach (var address in _topology.Servers.Keys.Where(a => !_servers.ContainsKey(a)))
        {
            var pool = new ConnectionPool(address, PoolSettings.Of(_settings), (generation, token) => _opener.OpenAsync(address, generation, token), _time);
            var monitor = new ServerMonitor(address, _opener, _settings, OnCheckedAsync, _time);
            _servers.Add(address, new MonitoredServer(address, pool, monitor));
            monitor.Start();
        }
    }
}
