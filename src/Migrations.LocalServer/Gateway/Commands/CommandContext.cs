using Migrations.LocalServer.Gateway.Cursors;
using Migrations.LocalServer.Gateway.Faults;
using Migrations.LocalServer.Gateway.Requests;
using Migrations.LocalServer.Gateway.Sessions;
using Migrations.LocalServer.Gateway.Sql;
using Npgsql;

namespace Migrations.LocalServer.Gateway.Commands;

internal sealed record CommandContext(CommandRequest Request, SqlSession Sql, GatewayState Gateway, ClientState Client);

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

// The logical time of this one-member replica set: seconds above, a counter below, never twice the same.
internal sealed class ClusterClock(TimeProvider time)
{
    private ulong _last;

    public ulong Next()
    {
        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds() << 32;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(now, last) + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}

// What is known about one client connection.
internal sealed class ClientState(int id, string peer)
{
    public int Id => id;

    public string Peer => peer;

    public string? AppName { get; set; }
}
