using Migrations.Channel;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Opening;
using Migrations.Mongo.Pooling;
using Migrations.Testing;

namespace Migrations.Mongo.Tests;

public sealed class ConnectionPoolTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_connection_that_came_back_is_used_again()
    {
        await using var server = new FakeServer();
        using var pool = Pool(server);

        var first = await pool.CheckOutAsync(Long, CancellationToken.None);
        pool.CheckIn(first);
        var second = await pool.CheckOutAsync(Long, CancellationToken.None);

        Assert.That(second, Is.SameAs(first));
    }

    [Test]
    public async Task Before_its_server_was_seen_a_pool_gives_nothing()
    {
        await using var server = new FakeServer();
        using var pool = Pool(server, isReady: false);

        await ThrowsAsync(pool.CheckOutAsync(Long, CancellationToken.None), MigrationErrorCode.PoolCleared);
    }

    [Test]
    public async Task Who_comes_when_all_are_busy_waits_and_is_served_in_order()
    {
        await using var server = new FakeServer();
        using var pool = Pool(server, new PoolSettings { MaxSize = 1 });
        var connection = await pool.CheckOutAsync(Long, CancellationToken.None);

        var first = pool.CheckOutAsync(Long, CancellationToken.None).AsTask();
        var second = pool.CheckOutAsync(Long, CancellationToken.None).AsTask();
        pool.CheckIn(connection);
        var served = await first;

        Assert.That(served, Is.SameAs(connection));
        Assert.That(second.IsCompleted, Is.False);
        pool.CheckIn(served);
        Assert.That(await second, Is.SameAs(connection));
    }

    [Test]
    public async Task Waiting_ends_with_the_timeout_and_the_place_in_the_queue_with_it()
    {
        await using var server = new FakeServer();
        using var pool = Pool(server, new PoolSettings { MaxSize = 1 });
        var connection = await pool.CheckOutAsync(Long, CancellationToken.None);

        await ThrowsAsync(pool.CheckOutAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None), MigrationErrorCode.PoolExhausted);
        var next = pool.CheckOutAsync(Long, CancellationToken.None).AsTask();
        pool.CheckIn(connection);

        Assert.That(await next, Is.SameAs(connection));
    }

    [Test]
    public async Task Waiting_ends_with_cancellation()
    {
        await using var server = new FakeServer();
        using var pool = Pool(server, new PoolSettings { MaxSize = 1 });
        var connection = await pool.CheckOutAsync(Long, CancellationToken.None);
        using var cancellation = new CancellationTokenSource();

        var waiting = pool.CheckOutAsync(Long, cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThatAsync(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        pool.CheckIn(connection);
        Assert.That(pool.OperationCount, Is.Zero);
    }

    [Test]
    public async Task A_cleared_pool_fails_those_who_wait_and_closes_old_connections_when_they_come_back()
    {
        await using var server = new FakeServer();
        using var pool = Pool(server, new PoolSettings { MaxSize = 1 });
        var connection = await pool.CheckOutAsync(Long, CancellationToken.None);
        var waiting = pool.CheckOutAsync(Long, CancellationToken.None);

        pool.Clear("it failed", interruptInUse: false);
        var stillOpen = !connection.IsClosed;
        pool.CheckIn(connection);

        await ThrowsAsync(waiting, MigrationErrorCode.PoolCleared);
        Assert.That(stillOpen, Is.True);
        Assert.That(connection.IsClosed, Is.True);
        await ThrowsAsync(pool.CheckOutAsync(Long, CancellationToken.None), MigrationErrorCode.PoolCleared);
        pool.MarkReady();
        Assert.That((await pool.CheckOutAsync(Long, CancellationToken.None)).Generation, Is.EqualTo(1));
    }

    [Test]
    public async Task A_pool_that_is_cleared_because_of_silence_interrupts_what_is_under_way()
    {
        await using var server = new FakeServer();
        using var pool = Pool(server);
        var connection = await pool.CheckOutAsync(Long, CancellationToken.None);

        pool.Clear("it is silent", interruptInUse: true);

        Assert.That(connection.IsClosed, Is.True);
    }

    [Test]
    public async Task No_more_connections_are_opened_at_once_than_allowed()
    {
        await using var server = new FakeServer();
        var gate = new TaskCompletionSource();
        var (opening, most) = (0, 0);
        var opener = new ConnectionOpener(ConnectionString.Parse(server.ConnectionString).Settings, TimeProvider.System);
        using var pool = new ConnectionPool(
            ServerAddress.Parse(server.Address),
            new PoolSettings { MaxConnecting = 2 },
            async (generation, token) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref opening));
                await gate.Task;
                Interlocked.Decrement(ref opening);
                return await opener.OpenAsync(ServerAddress.Parse(server.Address), generation, token);
            },
            TimeProvider.System);
        pool.MarkReady();

        var all = Enumerable.Range(0, 6).Select(_ => pool.CheckOutAsync(Long, CancellationToken.None).AsTask()).ToArray();
        gate.SetResult();
        var connections = await Task.WhenAll(all);

        Assert.That(most, Is.EqualTo(2));
        Assert.That(connections, Is.Unique);
    }

    [Test]
    public async Task A_connection_that_fails_to_open_frees_its_place()
    {
        await using var server = new FakeServer { Hello = () => FakeHello.Standalone().Set("ok", 0) };
        using var pool = Pool(server, new PoolSettings { MaxSize = 1 });
        await ThrowsAsync(pool.CheckOutAsync(Long, CancellationToken.None), MigrationErrorCode.ConnectFailed);

        server.Hello = FakeHello.Standalone;

        Assert.That(await pool.CheckOutAsync(Long, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task Idle_connections_are_closed_and_the_minimum_is_kept_open()
    {
        await using var server = new FakeServer();
        var clock = new ManualClock();
        using var pool = Pool(server, new PoolSettings { MinSize = 2, MaxIdleTime = TimeSpan.FromMinutes(1) }, clock: clock);
        await pool.MaintainAsync(CancellationToken.None);
        var before = server.ConnectionCount;

        clock.Advance(TimeSpan.FromMinutes(2));
        await pool.MaintainAsync(CancellationToken.None);

        Assert.That(before, Is.EqualTo(2));
        Assert.That(pool.TotalCount, Is.EqualTo(2));
        Assert.That(server.ConnectionCount, Is.EqualTo(4));
    }

    [Test]
    public async Task A_connection_that_the_server_has_closed_is_noticed_before_it_is_used()
    {
        await using var server = new FakeServer();
        var clock = new ManualClock();
        using var pool = Pool(server, clock: clock);
        var connection = await pool.CheckOutAsync(Long, CancellationToken.None);
        pool.CheckIn(connection);
        server.CloseConnections();
        clock.Advance(TimeSpan.FromSeconds(2));
        while (!connection.IsClosedByServer())
        {
            await Task.Yield();
        }

        Assert.That(await pool.CheckOutAsync(Long, CancellationToken.None), Is.Not.SameAs(connection));
    }

    [Test]
    public async Task Many_users_at_once_never_share_a_connection_nor_exceed_the_maximum()
    {
        await using var server = new FakeServer();
        using var pool = Pool(server, new PoolSettings { MaxSize = 3 });
        var inUse = new HashSet<MongoConnection>();
        var gate = new Lock();

        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            var connection = await pool.CheckOutAsync(Long, token);
            lock (gate)
            {
                Assert.That(inUse.Add(connection), Is.True);
                Assert.That(inUse, Has.Count.LessThanOrEqualTo(3));
            }

            await Task.Yield();
            lock (gate)
            {
                inUse.Remove(connection);
            }

            if (i % 50 == 0)
            {
                connection.Close();
            }

            pool.CheckIn(connection);
        });

        Assert.That(pool.OperationCount, Is.Zero);
        Assert.That(pool.TotalCount, Is.LessThanOrEqualTo(3));
    }

    private static ConnectionPool Pool(FakeServer server, PoolSettings? settings = null, bool isReady = true, TimeProvider? clock = null)
    {
        var opener = new ConnectionOpener(ConnectionString.Parse(server.ConnectionString).Settings, clock ?? TimeProvider.System);
        var address = ServerAddress.Parse(server.Address);
        var pool = new ConnectionPool(address, settings ?? new PoolSettings(), (generation, token) => opener.OpenAsync(address, generation, token), clock ?? TimeProvider.System);
        if (isReady)
        {
            pool.MarkReady();
        }

        return pool;
    }

    private static Task ThrowsAsync(ValueTask<MongoConnection> checkOut, MigrationErrorCode code) =>
        Assert.ThatAsync(() => checkOut.AsTask(), Throws.InstanceOf<MongoException>().With.Property(nameof(MongoException.Code)).EqualTo(code));
}
