using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Commands;

namespace Migrations.Engine.Locking;

// Acquires the one lock of a database: a lease on server time with a fencing token that grows with every holder.
internal sealed class MigrationLock(StateCommands commands, string collection, LockOptions options, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    public async Task<Lease> AcquireAsync(RunIdentity identity, CancellationToken cancellationToken)
    {
        await EnsureDocumentAsync(cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        while (true)
        {
            var asked = time.GetTimestamp();
            var taken = await commands.FindAndModifyAsync(collection, LockDocument.IfExpired, LockDocument.Take(identity, options.Lease), cancellationToken).ConfigureAwait(false);
            if (taken is not null)
            {
                return new Lease(commands, collection, taken["token"].ToInt64(), asked, options, time);
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
        var document = await commands.FindOneAsync(collection, LockDocument.ById, cancellationToken).ConfigureAwait(false);
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

    // The token is counted up, so that the run whose lock is broken cannot write any more.
    public async Task<LockHolder?> BreakAsync(CancellationToken cancellationToken)
    {
        var holder = await ReadHolderAsync(cancellationToken).ConfigureAwait(false);
        if (holder is not null)
        {
            var update = LockDocument.Release.DeepClone().AsBsonDocument;
            update.Add("$inc", new BsonDocument { { "token", 1L } });
            await commands.UpdateAsync(collection, LockDocument.ById, update, null, cancellationToken).ConfigureAwait(false);
        }

        return holder;
    }

    private async Task EnsureDocumentAsync(CancellationToken cancellationToken)
    {
        if (await commands.FindOneAsync(collection, LockDocument.ById, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        try
        {
            await commands.UpdateAsync(collection, LockDocument.ById, LockDocument.Unlocked, null, cancellationToken, upsert: true).ConfigureAwait(false);
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
