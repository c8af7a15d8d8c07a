using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Storage.Locking;

// Acquires the one lock of a database: a lease on server time with a fencing token that grows with every holder.
internal sealed class LockStore(ICommandChannel channel, CollectionCommands commands, StateNames names, LockOptions options, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);
    private readonly string _collection = names.Lock;
    private readonly LockTakeover _takeover = new(channel, commands, names);
    private readonly LockRepair _repair = new(commands, names, options);

    public async Task<Lease> AcquireAsync(RunOrigin identity, CancellationToken cancellationToken)
    {
        await EnsureDocumentAsync(cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        while (true)
        {
            var asked = LocalMoment.Now(time);
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

    // Null when nobody holds it.
    public async Task<LockHolder?> ReadHolderAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken).ConfigureAwait(false) is { } document ? LockRecord.Read(document).Holder : null;

    // For commands that only look. An expired lease belongs to nobody: its run died.
    public async Task<(LockHolder? Holder, IReadOnlyList<StateFault> Faults)> ReadReadableAsync(CancellationToken cancellationToken)
    {
        try
        {
            var holder = await ReadHolderAsync(cancellationToken).ConfigureAwait(false);
            var isOver = holder is not null && await commands.FindOneAsync(_collection, LockDocument.IfExpired, cancellationToken).ConfigureAwait(false) is not null;
            return (isOver ? null : holder, []);
        }
        catch (MigrationException e) when (e.Code == MigrationErrorCode.StateUnreadable)
        {
            return (null, [new StateFault(null, e)]);
        }
    }

    // Null when nobody holds it. A document that cannot be read is repaired first.
    public async Task<LockBreak?> BreakAsync(CancellationToken cancellationToken)
    {
        var isRepaired = false;
        while (true)
        {
            var document = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (document is not null && !isRepaired && IsDamaged(document))
            {
                isRepaired = await _repair.RunAsync(document.Fields, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if ((document is null ? null : LockRecord.Read(document).Holder) is not { } holder)
            {
                return null;
            }

            var broken = await commands.FindAndModifyAsync(_collection, LockDocument.IfHeldBy(holder.Token), LockDocument.Break(holder.Token), cancellationToken).ConfigureAwait(false);
            if (broken is not null)
            {
                await _takeover.RunAsync(broken["token"].ToInt64(), cancellationToken).ConfigureAwait(false);
                return new LockBreak(holder, await HasAnsweredAsync(broken["broken"].ToInt64(), cancellationToken).ConfigureAwait(false)) { IsRepaired = isRepaired };
            }

            // It was released, or taken by another run, at the same moment.
        }
    }

    private static bool IsDamaged(StateDocument document)
    {
        try
        {
            _ = LockRecord.Read(document);
            return false;
        }
        catch (MigrationException e) when (e.Code == MigrationErrorCode.StateUnreadable)
        {
            return true;
        }
    }

    private async Task<StateDocument?> FindAsync(CancellationToken cancellationToken) =>
        await commands.FindOneAsync(_collection, LockDocument.ById, cancellationToken).ConfigureAwait(false) is { } document ? names.Read(StateKind.Lock, document) : null;

    private async Task<Lease> TakeOverAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            await _takeover.RunAsync(lease.Token, cancellationToken).ConfigureAwait(false);
            return lease;
        }
        catch
        {
            // Whatever the error, nobody uses the lock.
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // False when the run must have noticed by now; then the lock is free.
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
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { } document)
        {
            _ = LockRecord.Read(document);
            return;
        }

        var token = await _repair.FindHighestTokenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await commands.UpdateAsync(_collection, LockDocument.ById, LockDocument.Unlocked(token), null, cancellationToken, upsert: true).ConfigureAwait(false);
        }
        catch (WriteException e) when (e.Errors is [{ ServerCode: ServerCodes.DuplicateKey }])
        {
            // Another run made it at the same moment.
        }
    }

    private async Task<MigrationException> HeldAsync(CancellationToken cancellationToken)
    {
        var holder = await ReadHolderAsync(cancellationToken).ConfigureAwait(false);
        var fact = holder is null ? "The lock was taken and released while this run waited for it" : $"{holder.Owner} has held the lock since {holder.Acquired:u} and renews it until it is done; the lease ends at {holder.Expires:u} if it dies";
        return new MigrationException(
            MigrationErrorCode.LockHeld,
            $"{fact}. Two runs at once could migrate data twice, so nothing was done. Wait for it and try again; if you know that it is dead, break its lock with 'migrations unlock --force'.");
    }
}
