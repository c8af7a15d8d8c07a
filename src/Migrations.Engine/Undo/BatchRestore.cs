using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;

namespace Migrations.Engine.Undo;

// Puts the documents of one batch back as they were. What somebody changed since is not overwritten, and what somebody deleted is not made anew.
internal sealed class BatchRestore(ICommandChannel channel, string database, MigrationIdentity migration, bool isForced)
{
    public async Task<RestoreCounts> RunAsync(StoredBatch batch, IChannelSession? session, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!isForced)
            {
                await RequireUnchangedAsync(batch, session, cancellationToken).ConfigureAwait(false);
            }

            var (counts, missed) = await WriteAsync(batch, session, cancellationToken).ConfigureAwait(false);
            if (missed == 0)
            {
                return counts;
            }

            // Without a transaction somebody wrote in between: judged anew, and what is back already counts as such.
        }
    }

    public async Task<IReadOnlyList<BsonValue>> FindChangedAsync(StoredBatch batch, IChannelSession? session, CancellationToken cancellationToken)
    {
        var changed = new List<BsonValue>();
        await foreach (var page in ReadPagesAsync(batch, session, cancellationToken).ConfigureAwait(false))
        {
            changed.AddRange(page.Where(d => d.Fate == Fate.Changed).Select(d => d.Stored.Id));
        }

        return changed;
    }

    // Before the first is written, because nothing takes back what is written without a transaction.
    private async Task RequireUnchangedAsync(StoredBatch batch, IChannelSession? session, CancellationToken cancellationToken)
    {
        var changed = await FindChangedAsync(batch, session, cancellationToken).ConfigureAwait(false);
        if (changed.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.DocumentChangedSince,
                $"{changed.Count} document(s) of a batch of '{batch.Collection}' were changed since migration {migration} '{migration.Title}' migrated them: {RestoreCounts.Names(changed)}. Restoring them would lose those changes, so nothing of this batch was restored; newer batches are, and are checkpointed. Put the documents right and run again, or leave them as they are with '--force'.");
        }
    }

    private async Task<(RestoreCounts Counts, long Missed)> WriteAsync(StoredBatch batch, IChannelSession? session, CancellationToken cancellationToken)
    {
        var writer = new RestoreWriter(channel, database, batch.Collection, migration);
        var (counts, missed) = (new RestoreCounts(), 0L);
        var gone = batch.Documents.Select(d => d.Id).ToHashSet();
        await foreach (var page in ReadPagesAsync(batch, session, cancellationToken).ConfigureAwait(false))
        {
            var migrated = page.Where(d => d.Fate == Fate.Migrated).ToList();
            missed += migrated.Count - await writer.WriteAsync(migrated, session, cancellationToken).ConfigureAwait(false);
            var changed = page.Where(d => d.Fate == Fate.Changed).Select(d => d.Stored.Id).ToList();
            counts = counts.Add(new RestoreCounts { Restored = page.Count - changed.Count, Changed = changed.Count, ChangedIds = changed });
            gone.ExceptWith(page.Select(d => d.Stored.Id));
        }

        return (counts.Add(new RestoreCounts { Deleted = gone.Count, DeletedIds = [.. gone] }), missed);
    }

    // Page by page: nobody knows how large documents have become.
    private async IAsyncEnumerable<IReadOnlyList<FoundDocument>> ReadPagesAsync(StoredBatch batch, IChannelSession? session, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new PageReader(channel, database, batch.Collection, []);
        var open = batch.Documents.ToDictionary(d => d.Id);
        while (open.Count > 0)
        {
            using var page = await reader.ReadByIdAsync([.. open.Keys], session, cancellationToken).ConfigureAwait(false);
            var found = new List<FoundDocument>(page.Count);
            foreach (var document in page)
            {
                if (open.Remove(DocumentId.Of(document), out var stored))
                {
                    found.Add(FoundDocument.Of(stored, document));
                }
            }

            if (found.Count == 0)
            {
                yield break;
            }

            yield return found;
        }
    }
}

internal sealed record FoundDocument(StoredDocument Stored, RawDocument Current, Fate Fate)
{
    public static FoundDocument Of(StoredDocument stored, RawDocument current) => new(
        stored,
        current,
        current == stored.Before ? Fate.Back : ContentHash.Of(current) == stored.After ? Fate.Migrated : Fate.Changed);
}

internal enum Fate
{
    Migrated,
    Changed,
    Back,
}
