using Migrations.LocalServer.Errors;
using Migrations.LocalServer.Gateway;
using Migrations.LocalServer.Postgres;
using Migrations.LocalServer.Provisioning;
using Npgsql;

namespace Migrations.LocalServer;

/// <summary>A running server that speaks MongoDB's protocol, owned by this process; it ends with the process, even if that is killed.</summary>
internal sealed class LocalServerInstance : IAsyncDisposable
{
    private readonly DataDirectory _data;
    private readonly PostgresProcess _postgres;
    private readonly NpgsqlDataSource _backend;
    private readonly GatewayServer _gateway;
    private readonly bool _keepsData;
    private bool _isStopped;

    private LocalServerInstance(DataDirectory data, PostgresProcess postgres, NpgsqlDataSource backend, GatewayServer gateway, bool keepsData)
    {
        _data = data;
        _postgres = postgres;
        _backend = backend;
        _gateway = gateway;
        _keepsData = keepsData;
    }

    /// <summary>The connection string for clients.</summary>
    public string ConnectionString => _gateway.ConnectionString;

    /// <summary>The port on the loopback address.</summary>
    public int Port => _gateway.Port;

    /// <summary>The folder of the data.</summary>
    public string DataDirectory => _data.Path;

    /// <summary>How many clients are connected.</summary>
    public int ConnectionCount => _gateway.ConnectionCount;

    internal long IdleSince => _gateway.IdleSince;

    /// <summary>Starts a server; the first one on a machine downloads what it needs.</summary>
    /// <exception cref="LocalServerException">With a code of 1801 to 1806, when this machine cannot run it or it did not start.</exception>
    public static async Task<LocalServerInstance> StartAsync(LocalServerOptions options, CancellationToken cancellationToken = default)
    {
        var time = TimeProvider.System;
        var cache = new RuntimeCache(ServerDirectories.FromEnvironment(), time);
        var tree = await cache.EnsureAsync(options.Progress, cancellationToken).ConfigureAwait(false);
        var account = await PostgresAccount.FindAsync(cancellationToken).ConfigureAwait(false);
        var template = new DataTemplate(cache, tree, account, time);
        await template.EnsureAsync(options.Progress, cancellationToken).ConfigureAwait(false);

        var instance = InstanceDirectory.Create();
        var path = Path.GetFullPath(options.DataDirectory ?? Path.Combine(instance, "data"));
        DataDirectory? data = null;
        PostgresProcess? postgres = null;
        NpgsqlDataSource? backend = null;
        try
        {
            options.Progress?.Report($"Starting the local server on {path}");
            data = await Postgres.DataDirectory.OpenAsync(path, template, time, cancellationToken).ConfigureAwait(false);
            postgres = await PostgresProcess.StartAsync(new PostgresStart(tree, account, instance, path, options.Durability), time, cancellationToken).ConfigureAwait(false);
            backend = Backend.Open(instance);
            if (await data.TakeRuntimeChangeAsync(cache.Lock.Hash, cancellationToken).ConfigureAwait(false))
            {
                await backend.ExecuteAsync("ALTER EXTENSION documentdb UPDATE", cancellationToken).ConfigureAwait(false);
            }

            return new LocalServerInstance(data, postgres, backend, GatewayServer.Start(backend, options.Port, time), options.DataDirectory is not null);
        }
        catch
        {
            await ReleaseAsync(backend, postgres, ShutdownMode.Immediate, data).ConfigureAwait(false);
            InstanceDirectory.Remove(instance);
            throw;
        }
    }

    /// <summary>Stops the server; data in a named folder are written to disk, other data are removed.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        await _gateway.DisposeAsync().ConfigureAwait(false);
        await ReleaseAsync(_backend, _postgres, _keepsData ? ShutdownMode.Clean : ShutdownMode.Immediate, _data).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private static async Task ReleaseAsync(NpgsqlDataSource? backend, PostgresProcess? postgres, ShutdownMode mode, DataDirectory? data)
    {
        if (backend is not null)
        {
            await backend.DisposeAsync().ConfigureAwait(false);
        }

        if (postgres is not null)
        {
            await postgres.StopAsync(mode).ConfigureAwait(false);
            await postgres.DisposeAsync().ConfigureAwait(false);
        }

        data?.Dispose();
    }
}

/// <summary>How a local server is to be started.</summary>
internal sealed record LocalServerOptions
{
    /// <summary>The folder of the data; null, the default, for data that is removed when the server stops.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The port on the loopback address; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How durable the data are if the machine goes down; <see cref="Durability.Relaxed"/> by default.</summary>
    public Durability Durability { get; init; }

    /// <summary>Receives a line for each step that takes long, such as downloading; nothing is reported by default.</summary>
    public IProgress<string>? Progress { get; init; }
}
