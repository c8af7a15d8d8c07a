using Migrations.Engine.Database;
using Migrations.Engine.Database.Connecting;
using Migrations.Host.LocalServers;
using Migrations.Host.Pipelines;
using Migrations.Shared;

namespace Migrations.Host.Execution;

// The way to the database: what MIGRATIONS_CONNECTION says, or the local server. The connection string is read from the environment only,
// so that it is never in a process list, a build log or a binary log.
internal sealed class Connection : IAsyncDisposable
{
    private static readonly TimeSpan SilentWait = TimeSpan.FromSeconds(3);
    private readonly DriverChannel _channel;

    private Connection(DriverChannel channel, string database)
    {
        _channel = channel;
        Database = database;
    }

    public ICommandChannel Channel => _channel;

    public string Database { get; }

    public static async Task<Connection> OpenAsync(DatabaseOptions options, Action<string> note, CancellationToken cancellationToken)
    {
        var source = ConnectionSource.Read(options.NeverUsesLocalServer);
        var connection = source.ConnectionString is { } text
            ? Create(text, options.Database)
            : Create(await LocalServerProgram.EnsureStartedAsync(note, cancellationToken).ConfigureAwait(false), options.Database ?? LocalDatabase.Of(options.Assembly));
        if (options.SaysWhere)
        {
            note($"Database '{connection.Database}' on {connection._channel.Hosts}{(source.ConnectionString is null ? " (the local server)" : "")}");
        }

        connection._channel.Warnings.ToList().ForEach(note);
        await connection.ConnectAsync(note, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private static Connection Create(string connectionString, string? database)
    {
        var channel = DriverChannel.Create(connectionString, new DriverChannelOptions { ApplicationName = "migrations" });
        return new Connection(channel, DatabaseName.Require(database ?? channel.DatabaseName ?? throw NoDatabase()));
    }

    // Says what it is waiting for.
    private async Task ConnectAsync(Action<string> note, CancellationToken cancellationToken)
    {
        try
        {
            var connecting = _channel.ConnectAsync(cancellationToken).AsTask();
            if (await Task.WhenAny(connecting, Task.Delay(SilentWait, cancellationToken)).ConfigureAwait(false) != connecting)
            {
                note($"Waiting for {_channel.Hosts} to answer, up to {_channel.Patience.TotalSeconds:0} s ...");
            }

            await connecting.ConfigureAwait(false);
        }
        catch
        {
            // Nobody else disposes the channel.
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
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

    private static MigrationException Empty() => new(
        MigrationErrorCode.ConnectionEmpty,
        $"{HostContract.ConnectionVariable} is set, but empty, as in a pipeline whose secret is missing. Nothing was done. Set it to mongodb://host/DATABASE; for the local server set it to '{LocalServer}'.");

    private static MigrationException Missing() => new(
        MigrationErrorCode.ConnectionMissing,
        $"{HostContract.ConnectionVariable} is not set, and CI=true or '{OptionTable.NoLocalServer.Option}' rules out the local server. Nothing was done. Set it to mongodb://host/DATABASE; for the local server set it to '{LocalServer}'.");
}
