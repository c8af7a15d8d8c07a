using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Commands;
using Migrations.Engine.State;

namespace Migrations.Engine.Locking;

// Acquires the one lock of a database: a lease on server time with a fencing token that grows with every holder.
internal sealed class MigrationLock(ICommandChannel channel, StateCommands commands, StateNames names, LockOptions options, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);
    private readonly string _collection = names.Lock;
    private readonly LockTakeover _takeover = new(channel, commands, names);

    public async Task<Lease> AcquireAsync(RunIdentity identity, CancellationToken cancellationToken)
    {
        await EnsureDocumentAsync(cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        while (true)
        {
            var asked = LeaseMoment.Now(time);
            var taken = await commands.FindAndModifyAsync(_collection, LockDocument.IfExpired, LockDocument.Take(identity, options), cancellationToken).ConfigureAwait(false);
            if (taken is not null)
            {
                return await TakeOverAsync(new Lease(commands, _collection, taken["token"].ToInt64(), asked, options, time), cancellationToken).ConfigureAwait(false);
            }

            if (time.GetElapsedTime(started) >= options.Wait)
            {
                throw await HeldAsync(cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(RetryInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<LockHolder?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        var document = await commands.FindOneAsync(_collection, LockDocument.ById, cancellationToken).ConfigureAwait(false);
        return document is not null && document.TryGetValue("owner", out var owner) && owner is BsonString name
            ? new LockHolder
            {
                Owner = name.Value,
                Token = document["token"].ToInt64(),
                Acquired = document["acquired"].ToUniversalTime(),
                Expires = document["expires"].ToUniversalTime(),
            }
            : null;
    }

    /// Null when nobody holds it.
    public async Task<LockBreak?> BreakAsync(CancellationToken cancellationToken)
    {
        if (await ReadHolderAsync(cancellationToken).ConfigureAwait(false) is not { } holder)
        {
            return null;
        }

        var broken = await commands.FindAndModifyAsync(_collection, LockDocument.IfHeldBy(holder.Token), LockDocument.Break(holder.Token), cancellationToken).ConfigureAwait(false);
        if (broken is null)
        {
            // It was given back, or taken by another run, at the same moment.
            return await BreakAsync(cancellationToken).ConfigureAwait(false);
        }

        await _takeover.RunAsync(broken["token"].ToInt64(), cancellationToken).ConfigureAwait(false);
        return new LockBreak(holder, await HasAnsweredAsync(broken["broken"].ToInt64(), cancellationToken).ConfigureAwait(false));
    }

    private async Task<Lease> TakeOverAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            await _takeover.RunAsync(lease.Token, cancellationToken).ConfigureAwait(false);
            return lease;
        }
        catch
        {
            // Whatever it is, the lock is of use to nobody.
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // False when the time is over in which the run must have noticed; then the lock is anybody's.
    private async Task<bool> HasAnsweredAsync(long token, CancellationToken cancellationToken)
    {
        var open = LockDocument.IfBrokenFor(token);
        while (await commands.FindOneAsync(_collection, open, cancellationToken).ConfigureAwait(false) is not null)
        {
            if (await commands.FindAndModifyAsync(_collection, LockDocument.IfExpired.Merge(open), LockDocument.Release, cancellationToken).ConfigureAwait(false) is not null)
            {
                return false;
            }

            await Task.Delay(RetryInterval, time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task EnsureDocumentAsync(CancellationToken cancellationToken)
    {
        if (await commands.FindOneAsync(_collection, LockDocument.ById, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        try
        {
            await commands.UpdateAsync(_collection, LockDocument.ById, LockDocument.Unlocked, null, cancellationToken, upsert: true).ConfigureAwait(false);
        }
        catch (WriteException e) when (e.Errors is [{ ServerCode: 11000 }])
        {
            // Another run made it at the same moment.
        }
    }

    private async Task<MigrationException> HeldAsync(CancellationToken cancellationToken)
    {
        var holder = await ReadHolderAsync(cancellationToken).ConfigureAwait(false);
        var fact = holder is null ? "The lock was taken and given back while it was asked for" : $"{holder.Owner} holds the lock since {holder.Acquired:u} and renews it until it is done; the lease ends at {holder.Expires:u} if it dies";
        return new MigrationException(
            MigrationErrorCode.LockHeld,
            $"{fact}. Two runs at once could migrate data twice, so nothing was done. Wait for it and try again; if you know that it is dead and cannot wait, 'migrations unlock --force'.");
    }
}
