using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Pooling;

namespace Migrations.Mongo.Servers;

// A server of the deployment: its connections and who watches it.
internal sealed class MonitoredServer(ServerAddress address, ConnectionPool pool, ServerMonitor monitor) : IAsyncDisposable
{
    public ServerAddress Address => address;

    public ConnectionPool Pool => pool;

    public ServerMonitor Monitor => monitor;

    public async ValueTask DisposeAsync()
    {
        pool.Dispose();
        await monitor.DisposeAsync().ConfigureAwait(false);
    }
}
