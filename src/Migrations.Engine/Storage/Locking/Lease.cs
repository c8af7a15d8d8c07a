using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Locking;

// A held lock. It renews itself; when that fails for longer than the lease lasts, or somebody else holds the lock, Lost is cancelled and the run ends.
internal sealed class Lease : IAsyncDisposable
{
    private readonly CollectionCommands _commands;
    private readonly string _collection;
    private readonly LockOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _heartbeat;
    private volatile LocalMoment _renewed;
    private TaskCompletionSource _change = NewChange();

    public Lease(CollectionCommands commands, string collection, long token, LocalMoment acquired, LockOptions options, TimeProvider time)
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

    // Measured on this machine from before the request that was granted, so it ends here no later than on the server.
    public bool IsValid => !_lost.IsCancellationRequested && _renewed.Age(_time) < _options.Lease;

    public void ThrowIfLost()
    {
        if (!IsValid)
        {
            throw LostError();
        }
    }

    // For writes that no token guards on the server: if the last renewal is too old, it waits for the next one. It blocks, because author's code may call without await.
    public void Confirm()
    {
        while (IsValid && _renewed.Age(_time) >= _options.Notice)
        {
            Volatile.Read(ref _change).Task.Wait(_options.Heartbeat, CancellationToken.None);
        }

        ThrowIfLost();
    }

    // In a transaction: it conflicts with a run that takes or breaks the lock.
    public async Task HoldAsync(IChannelSession session, CancellationToken cancellationToken)
    {
        if (await _commands.UpdateAsync(_collection, LockDocument.IfHeldBy(Token), LockDocument.Touch(ObjectId.GenerateNewId()), session, cancellationToken).ConfigureAwait(false) != 1)
        {
            throw LostError();
        }
    }

    public MigrationException LostError() => new(
        MigrationErrorCode.LockLost,
        $"This run lost its lock (fencing token {Token}): it could not be renewed for {_options.Lease.TotalSeconds:0} s, or somebody broke it with 'unlock --force'. Another run may be active, so this one was stopped. Run 'migrations status', then 'migrations migrate': a document migration continues at its last checkpoint; a free-form one that had begun to write without a transaction only runs again after you have checked its data, and the run says how.");

    // Also the answer to whoever broke the lock: this run does nothing any more.
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _heartbeat.ConfigureAwait(false);
        try
        {
            await _commands.UpdateAsync(_collection, LockDocument.IfLastHeldBy(Token), LockDocument.Release, null, CancellationToken.None).ConfigureAwait(false);
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
            // The lock is released.
        }
        finally
        {
            Announce();
        }
    }

    private async Task RenewOnceAsync(CancellationToken stop)
    {
        var asked = LocalMoment.Now(_time);
        try
        {
            if (await _commands.UpdateAsync(_collection, LockDocument.IfHeldBy(Token), LockDocument.Renew(_options.Lease), null, stop).ConfigureAwait(false) == 1)
            {
                _renewed = asked;
                Announce();
            }
            else
            {
                await _lost.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (DatabaseException)
        {
            // The server cannot be reached for a moment; the lease limits how long that may last.
        }
    }

    private void Announce() => Interlocked.Exchange(ref _change, NewChange()).TrySetResult();

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

// A moment on both of this machine's clocks: the monotonic one stops while the machine is suspended, the other one can be set by people. The later one counts.
internal sealed record LocalMoment(long Timestamp, DateTimeOffset Utc)
{
    public static LocalMoment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());

    public TimeSpan Age(TimeProvider time)
    {
        var elapsed = time.GetElapsedTime(Timestamp);
        var shown = time.GetUtcNow() - Utc;
        return elapsed > shown ? elapsed : shown;
    }
}

// A write to the state that only the holder of the lock may do: in one transaction with the lock, so that a run that has lost it writes nothing.
// Where the server has no transactions, after a look at it.
internal static class LockedWrite
{
    public static async Task RunAsync(ICommandChannel channel, ChannelInfo server, Lease lease, Func<IChannelSession?, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (!server.SupportsTransactions)
        {
            lease.Confirm();
            await write(null, cancellationToken).ConfigureAwait(false);
            return;
        }

        var session = channel.StartSession();
        await using (session.ConfigureAwait(false))
        {
            await session.WithTransactionAsync(
                async token =>
                {
                    await lease.HoldAsync(session, token).ConfigureAwait(false);
                    await write(session, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Who holds the lock.</summary>
internal sealed record LockHolder
{
    /// <summary>User, machine and process.</summary>
    public required string Owner { get; init; }

    // The run that took it; null if that was not recorded.
    internal string? Run { get; init; }

    /// <summary>The fencing token, which grows with every holder.</summary>
    public long Token { get; init; }

    /// <summary>When it was taken, on the server's clock.</summary>
    public DateTime Acquired { get; init; }

    /// <summary>When the lease ends unless it is renewed, on the server's clock.</summary>
    public DateTime Expires { get; init; }
}

/// <summary>The outcome of breaking a lock.</summary>
/// <param name="Holder">Who held it.</param>
/// <param name="HasAnswered">Whether that run said that it does nothing any more; otherwise it was waited until it cannot.</param>
internal sealed record LockBreak(LockHolder Holder, bool HasAnswered)
{
    /// <summary>Whether the lock's document could not be read and was recreated.</summary>
    public bool IsRepaired { get; init; }
}
