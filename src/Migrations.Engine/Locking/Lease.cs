using Migrations.Engine.Database;
using Migrations.Engine.Commands;

namespace Migrations.Engine.Locking;

// A held lock. It renews itself; when that fails for longer than the lease lasts, or somebody else holds the lock, Lost is cancelled and the run ends.
internal sealed class Lease : IAsyncDisposable
{
    private readonly StateCommands _commands;
    private readonly string _collection;
    private readonly LockOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _heartbeat;
    private long _renewed;

    public Lease(StateCommands commands, string collection, long token, long acquired, LockOptions options, TimeProvider time)
    {
        _commands = commands;
        _collection = collection;
        _options = options;
        _time = time;
        _renewed = acquired;
        Token = token;
        _heartbeat = RenewAsync(_stop.Token);
    }

    public long Token { get; }

    public CancellationToken Lost => _lost.Token;

    // Measured on this machine's monotonic clock from before the request that was granted, so it ends here no later than on the server.
    public bool IsValid => !_lost.IsCancellationRequested && _time.GetElapsedTime(Volatile.Read(ref _renewed)) < _options.Lease;

    public void ThrowIfLost()
    {
        if (!IsValid)
        {
            throw LostError();
        }
    }

    public MigrationException LostError() => new(
        MigrationErrorCode.LockLost,
        $"This run lost its lock (fencing token {Token}): it could not be renewed for {_options.Lease.TotalSeconds:0} s, or somebody broke it with 'unlock --force'. Another run may be working, so this one was stopped and every later write of it is refused. Run 'migrations status', then 'migrations migrate' to go on.");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _heartbeat.ConfigureAwait(false);
        try
        {
            if (IsValid)
            {
                await _commands.UpdateAsync(_collection, LockDocument.IfHeldBy(Token), LockDocument.Release, null, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (DatabaseException)
        {
            // The server is out of reach: the lease ends by itself, and the run's own outcome matters more.
        }

        _lost.Dispose();
        _stop.Dispose();
    }

    private async Task RenewAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_options.Heartbeat, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                await RenewOnceAsync(stop).ConfigureAwait(false);
                if (!IsValid)
                {
                    await _lost.CancelAsync().ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The lock is given back.
        }
    }

    private async Task RenewOnceAsync(CancellationToken stop)
    {
        var asked = _time.GetTimestamp();
        try
        {
            if (await _commands.UpdateAsync(_collection, LockDocument.IfHeldBy(Token), LockDocument.Renew(_options.Lease), null, stop).ConfigureAwait(false) == 1)
            {
                Volatile.Write(ref _renewed, asked);
            }
            else
            {
                await _lost.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (DatabaseException)
        {
            // Out of reach for a moment; the lease says how long that may last.
        }
    }
}
