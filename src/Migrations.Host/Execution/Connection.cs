using Migrations.Engine.Database;
using Migrations.Engine.Database.Connecting;
using Migrations.Host.LocalServers;
using Migrations.Host.Pipelines;
using Migrations.Shared;

namespace Migrations.Host.Execution;

// A server and the client for it: what MIGRATIONS_CONNECTION or another variable says, or the local server. The connection string is read from the environment only,
// so that it is never in a process list, a build log or a binary log.
internal sealed class ServerConnection : IAsyncDisposable
{
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(3);
    private readonly DriverChannel _channel;

    private ServerConnection(DriverChannel channel, bool isLocal)
    {
        _channel = channel;
        IsLocal = isLocal;
    }

    public ICommandChannel Channel => _channel;

    // Whether it is the local server, which names no database.
    public bool IsLocal { get; }

    // For messages: without a login.
    public string Hosts => _channel.Hosts;

    public string Place => $"{Hosts}{(IsLocal ? " (the local server)" : "")}";

    // The database that the connection string names.
    public string? DatabaseName => _channel.DatabaseName;

    // What the server calls itself, however it was addressed. Known when it is connected.
    public string Identity { get; private set; } = "";

    // Nothing is connected yet.
    public static async Task<ServerConnection> CreateAsync(ConnectionSource source, Action<string> note, CancellationToken cancellationToken)
    {
        var text = source.ConnectionString ?? await LocalServerProgram.EnsureStartedAsync(note, cancellationToken).ConfigureAwait(false);
        return new ServerConnection(DriverChannel.Create(text, new DriverChannelOptions { ApplicationName = "migrations" }), source.ConnectionString is null);
    }

    // Says what it is waiting for.
    public async Task ConnectAsync(Action<string> note, CancellationToken cancellationToken)
    {
        _channel.Warnings.ToList().ForEach(note);
        var connecting = _channel.ConnectAsync(cancellationToken).AsTask();
        if (await Task.WhenAny(connecting, Task.Delay(SilentWait, cancellationToken)).ConfigureAwait(false) != connecting)
        {
            note($"Waiting for {Hosts} to answer, up to {_channel.Patience.TotalSeconds:0} s ...");
        }

        Identity = (await connecting.ConfigureAwait(false)).Server;
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}

// One database of a server, which several may share.
internal sealed record Connection(ICommandChannel Channel, string Database)
{
    // The database that was named, or the one of the connection string.
    public static Connection Of(ServerConnection server, DatabaseOptions options)
    {
        var name = options.Database ?? (server.IsLocal ? LocalDatabase.Of(options.Assembly) : server.DatabaseName) ?? throw NoDatabase();
        return new Connection(server.Channel, DatabaseName.Require(name));
    }

    private static MigrationException NoDatabase() => new(
        MigrationErrorCode.DatabaseMissing,
        $"{HostContract.ConnectionVariable} names no database, and none was given. Nothing was done. Write it into the connection string (mongodb://host/DATABASE), or give '{OptionTable.Database.Option} NAME'.");
}

// Which database is meant. A secret that is missing in a pipeline must not lead to a successful run on a throw-away database, so there the local server is only used
// if it is asked for by name.
internal sealed record ConnectionSource
{
    private const string LocalServer = "local";

    // Null: the local server.
    public string? ConnectionString { get; private init; }

    public static ConnectionSource Read(bool neverUsesLocalServer) =>
        Of(Environment.GetEnvironmentVariable(HostContract.ConnectionVariable), Pipeline.Variable, neverUsesLocalServer);

    public static ConnectionSource Of(string? connection, string? ci, bool neverUsesLocalServer)
    {
        if (connection is null)
        {
            return neverUsesLocalServer || Pipeline.IsReportedBy(ci) ? throw Missing() : new ConnectionSource();
        }

        return string.IsNullOrWhiteSpace(connection) ? throw Empty()
            : connection == LocalServer ? new ConnectionSource()
            : new ConnectionSource { ConnectionString = connection };
    }

    // What another variable says, which a target names.
    public static ConnectionSource OfVariable(string variable) => Environment.GetEnvironmentVariable(variable) is { } text && !string.IsNullOrWhiteSpace(text)
        ? Of(text, ci: null, neverUsesLocalServer: false)
        : throw new MigrationException(
            MigrationErrorCode.TargetConnectionMissing,
            $"The environment variable '{variable}', which a database of '{OptionTable.Databases.Option}' names as its connection, is not set or empty. Nothing was done. Set it to mongodb://host, or correct the name before the '/'.");

    private static MigrationException Empty() => new(
        MigrationErrorCode.ConnectionEmpty,
        $"{HostContract.ConnectionVariable} is set, but empty, as in a pipeline whose secret is missing. Nothing was done. Set it to mongodb://host/DATABASE; for the local server set it to '{LocalServer}'.");

    private static MigrationException Missing() => new(
        MigrationErrorCode.ConnectionMissing,
        $"{HostContract.ConnectionVariable} is not set, and CI=true or '{OptionTable.NoLocalServer.Option}' rules out the local server. Nothing was done. Set it to mongodb://host/DATABASE; for the local server set it to '{LocalServer}'.");
}
