using Migrations.Engine.Database;
using Migrations.Host.LocalServers;
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

    public static async Task<Connection> OpenAsync(HostSettings settings, Action<string> note, CancellationToken cancellationToken)
    {
        var source = ConnectionSource.Read(settings.NeverUsesLocalServer);
        var connection = source.ConnectionString is { } text
            ? Create(text, settings.Database)
            : Create(await LocalServerProgram.EnsureStartedAsync(note, cancellationToken).ConfigureAwait(false), settings.Database ?? LocalDatabase.Of(settings.Assembly));
        if (settings.SaysWhere)
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
