using Migrations.LocalServer.Gateway.Cursors;
using Migrations.LocalServer.Gateway.Faults;
using Migrations.LocalServer.Gateway.Sessions;
using Npgsql;

namespace Migrations.LocalServer.Gateway.Commands;

// What all connections of one gateway share.
internal sealed class GatewayState(NpgsqlDataSource backend, string address, TimeProvider time)
{
    public NpgsqlDataSource Backend => backend;

    public TimeProvider Time => time;

    // Host and port as clients see them.
    public string Address => address;

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    public ClusterClock Clock { get; } = new(time);

    public CursorRegistry Cursors { get; } = new(time);

    public SessionRegistry Sessions { get; } = new(time);

    public Transactions Transactions { get; } = new(backend, time);

    public FailPoints FailPoints { get; } = new();

    // Parallel index builds hang the engine, so one runs at a time.
    public SemaphoreSlim IndexBuilds { get; } = new(1, 1);
}
