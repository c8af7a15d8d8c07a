using Migrations.Channel;
using Migrations.LocalServer;
using Migrations.Mongo;
using Migrations.Shared;

namespace Migrations.Host.Execution;

// The way to the database: what MIGRATIONS_CONNECTION says, or the local server. The connection string is read from the environment only,
// so that it never stands in a process list, a build log or a binary log.
internal sealed class Connection : IAsyncDisposable
{
    private const string LocalDatabase = "migrations";

    private Connection(ICommandChannel channel, string database)
    {
        Channel = channel;
        Database = database;
    }

    public ICommandChannel Channel { get; }

    public string Database { get; }

    public static async Task<Connection> OpenAsync(HostSettings settings, Action<string> note, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(HostContract.ConnectionVariable) is { Length: > 0 } text)
        {
            var channel = MongoChannel.Create(text);
            return new Connection(channel, settings.Database ?? channel.ConnectionString.DatabaseName ?? throw NoDatabase());
        }

        var server = await LocalServerAccess.EnsureStartedAsync(note, cancellationToken).ConfigureAwait(false);
        return new Connection(MongoChannel.Create(server), settings.Database ?? LocalDatabase);
    }

    public ValueTask DisposeAsync() => Channel.DisposeAsync();

    private static MigrationException NoDatabase() => new(
        MigrationErrorCode.DatabaseMissing,
        $"{HostContract.ConnectionVariable} names no database, and none was given. Nothing was done. Write it into the connection string (mongodb://host/DATABASE), or give '{HostContract.DatabaseOption} NAME'.");
}
