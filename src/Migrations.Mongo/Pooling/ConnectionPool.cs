using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Pooling;

// The connections to one server. Paused until the server was seen; cleared by raising the generation.
internal sealed class ConnectionPool(ServerAddress address, PoolSettings settings, Func<int, CancellationToken, Task<MongoConnection>> open, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan TrustedIdleTime = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly List<MongoConnection> _idle = [];
    private readonly HashSet<MongoConnection> _inUse = [];
    private readonly LinkedList<PoolWaiter> _waiters = [];
    private int _connecting;
    private int _generation;
    private bool _isReady;
    private bool _isDisposed;
    private string _pausedBecause = "it has not been reached yet";

    public int Generation => Volatile.Read(ref _generation);

    public int TotalCount
    {
        get
        {
            lock (_gate)
            {
                return Total;
            }
        }
    }

    public int OperationCount
    {
        get
        {
            lock (_gate)
            {
                return _inUse.Count + _waiters.Count;
            }
        }
    }

    private int Total => _idle.Count + _inUse.Count + _connecting;

    public async ValueTask<MongoConnection> CheckOutAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        PoolWaiter? waiter = null;
        lock (_gate)
        {
            ThrowUnlessReady();
            var connection = _waiters.Count == 0 ? TakeIdle() : null;
            if (connection is not null)
            {
                return connection;
            }

            if (_waiters.Count > 0 || !TryReserve())
            {
                waiter = new PoolWaiter();
                _waiters.AddLast(waiter);
            }
        }

        if (waiter is null)
        {
            return await OpenReservedAsync(cancellationToken).ConfigureAwait(false);
        }

        return await WaitAsync(waiter, timeout, cancellationToken).ConfigureAwait(false) ?? await OpenReservedAsync(cancellationToken).ConfigureAwait(false);
    }

    public void CheckIn(MongoConnection connection)
    {
        lock (_gate)
        {
            _inUse.Remove(connection);
            if (_isDisposed || IsPerished(connection))
            {
                connection.Dispose();
            }
            else
            {
                _idle.Add(connection);
            }

            ServeWaiters();
        }
    }

    public void MarkReady()
    {
        lock (_gate)
        {
            _isReady = !_isDisposed;
        }
    }

    // Idle connections are closed now; those in use when they come back, or now if the server is not believed to answer any more.
    public void Clear(string reason, bool interruptInUse)
    {
        lock (_gate)
        {
            _generation++;
            _isReady = false;
            _pausedBecause = reason;
            CloseIdle();
            if (interruptInUse)
            {
                foreach (var connection in _inUse)
                {
                    connection.Close();
                }
            }

            FailWaiters();
        }
    }

    // Called after each successful check of the server: closes what was idle too long and keeps the minimum open.
    public async Task MaintainAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                if (IsPerished(_idle[i]))
                {
                    _idle[i].Dispose();
                    _idle.RemoveAt(i);
                }
            }
        }

        while (!cancellationToken.IsCancellationRequested && TryReserveForMinimum())
        {
            CheckIn(await OpenReservedAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _isReady = false;
            _pausedBecause = "the channel was closed";
            CloseIdle();
            foreach (var connection in _inUse)
            {
                connection.Close();
            }

            FailWaiters();
        }
    }

    private bool TryReserveForMinimum()
    {
        lock (_gate)
        {
            return _isReady && Total < settings.MinSize && TryReserve();
        }
    }

    private bool TryReserve()
    {
        if (Total >= settings.MaxSize || _connecting >= settings.MaxConnecting)
        {
            return false;
        }

        _connecting++;
        return true;
    }

    private MongoConnection? TakeIdle()
    {
        while (_idle.Count > 0)
        {
            var connection = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);

            // A look at the socket costs less than the one retry that a command has.
            if (!IsPerished(connection) && (time.GetElapsedTime(connection.LastUsed) < TrustedIdleTime || !connection.IsClosedByServer()))
            {
                _inUse.Add(connection);
                return connection;
            }

            connection.Dispose();
        }

        return null;
    }

    private bool IsPerished(MongoConnection connection) =>
        connection.IsClosed || connection.Generation != _generation || (settings.MaxIdleTime is { } idle && time.GetElapsedTime(connection.LastUsed) > idle);

    // Uses up the place in _connecting that was reserved for it.
    private async Task<MongoConnection> OpenReservedAsync(CancellationToken cancellationToken)
    {
        MongoConnection? connection = null;
        try
        {
            connection = await open(Generation, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        finally
        {
            lock (_gate)
            {
                _connecting--;
                if (connection is not null)
                {
                    _inUse.Add(connection);
                }

                ServeWaiters();
            }
        }
    }

    private void ServeWaiters()
    {
        while (_waiters.First is { } first)
        {
            var connection = TakeIdle();
            if (connection is null && !TryReserve())
            {
                return;
            }

            _waiters.RemoveFirst();
            if (first.Value.TrySetResult(connection))
            {
                continue;
            }

            // It gave up in this very moment: what it would have got goes to the next.
            if (connection is null)
            {
                _connecting--;
            }
            else
            {
                _inUse.Remove(connection);
                _idle.Add(connection);
            }
        }
    }

    private async Task<MongoConnection?> WaitAsync(PoolWaiter waiter, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await waiter.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!waiter.TrySetCanceled(cancellationToken))
            {
                // Served at the last moment.
                return await waiter.Task.ConfigureAwait(false);
            }

            Forget(waiter);
            cancellationToken.ThrowIfCancellationRequested();
            throw PoolErrors.Exhausted(address, timeout, TotalCount, settings.MaxSize);
        }
    }

    private void Forget(PoolWaiter waiter)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
        }
    }

    private void ThrowUnlessReady()
    {
        if (!_isReady)
        {
            throw PoolErrors.Cleared(address, _pausedBecause);
        }
    }

    private void CloseIdle()
    {
        foreach (var connection in _idle)
        {
            connection.Dispose();
        }

        _idle.Clear();
    }

    // An exception for each: whoever gets it may add labels to it.
    private void FailWaiters()
    {
        foreach (var waiter in _waiters)
        {
            waiter.TrySetException(PoolErrors.Cleared(address, _pausedBecause));
        }

        _waiters.Clear();
    }
}
