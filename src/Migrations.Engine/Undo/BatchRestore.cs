using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Wording;
using MongoDB.Bson;

namespace Migrations.Engine.Undo;

// Puts the documents of one batch back as they were. What somebody changed since is not overwritten, and what somebody deleted is not recreated.
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

            // Without a transaction, somebody wrote in between: the documents are compared again, and those already restored count as restored.
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

    // Before the first write, because nothing rolls back what is written without a transaction.
    private async Task RequireUnchangedAsync(StoredBatch batch, IChannelSession? session, CancellationToken cancellationToken)
    {
        var changed = await FindChangedAsync(batch, session, cancellationToken).ConfigureAwait(false);
        if (changed.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.DocumentChangedSince,
                $"{changed.Count} document(s) of a batch of '{batch.Collection}' were changed since migration {migration} '{migration.Title}' migrated them: {RestoreCounts.Names(changed)}. Restoring them would lose those changes, so nothing of this batch was restored; newer batches are, and are checkpointed. Correct the documents and run again, or leave them as they are with '--force'.");
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

// Replaces documents by what they were. Returns how many the filters matched.
internal sealed class RestoreWriter(ICommandChannel channel, string database, string collection, MigrationIdentity migration)
{
    // With a guard a statement holds a document twice, and the server takes 16 MiB.
    private const int MaxGuarded = 15 * 1024 * 1024;

    public async Task<long> WriteAsync(IReadOnlyList<FoundDocument> documents, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
        {
            return 0;
        }

        using var statements = new RawWriter(documents.Sum(d => d.Stored.Before.Length + 256));
        foreach (var document in documents)
        {
            var replacement = Replacement(document.Stored.Before);
            statements.WriteStartDocument();
            statements.WriteRaw("q"u8, BsonType.Document, Filter(document, session is null).ToRaw().Bytes.Span);
            statements.WriteRaw("u"u8, replacement.Type, replacement.Bytes.Span);
            statements.WriteEndDocument();
        }

        var body = new BsonDocument { { "update", collection }, { "ordered", true } };
        var command = new Command(database, body.ToRaw()) { Kind = CommandKind.RetryableWrite, Sequence = new DocumentSequence("updates", statements.WrittenMemory, documents.Count) };
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        ThrowOnErrors(reply.Document, documents);
        return WriteReplies.Count(reply.Document, "n"u8);
    }

    private static BsonDocument Filter(FoundDocument document, bool isGuarded)
    {
        var filter = new BsonDocument("_id", document.Stored.Id);
        if (isGuarded && document.Current.Length + document.Stored.Before.Length <= MaxGuarded)
        {
            filter.Add("$expr", new BsonDocument("$eq", new BsonArray(["$$ROOT", new BsonDocument("$literal", document.Current.Embed())])));
        }

        return filter;
    }

    // A field that starts with '$' would be taken for an operator, and an empty timestamp would be filled in; an expression does neither.
    private static RawValue Replacement(RawDocument before)
    {
        var isPlain = true;
        foreach (var element in before)
        {
            isPlain &= !element.NameUtf8.StartsWith("$"u8) && !(element.Value.Type == BsonType.Timestamp && element.Value.AsTimestamp == 0);
        }

        return isPlain
            ? new RawValue(BsonType.Document, before.Bytes)
            : new BsonArray([new BsonDocument("$replaceWith", new BsonDocument("$literal", before.Embed()))]).ToRawValue();
    }

    private void ThrowOnErrors(RawDocument reply, IReadOnlyList<FoundDocument> documents)
    {
        var errors = WriteReplies.ReadErrors(reply);
        if (errors.Count == 0)
        {
            WriteReplies.ThrowOnErrors(reply, "update", collection);
            return;
        }

        var first = errors[0];
        var id = documents[first.Index].Stored.Id;
        var reason = $"The server refused it with code {first.ServerCode}: {first.Message}{(first.Info is null ? "" : " " + first.Info.ToText())}";
        throw new DocumentsFailedException(
            MigrationErrorCode.DocumentFailed,
            $"Migration {migration} '{migration.Title}' could not restore the document {DocumentId.TextOf(id)} of '{collection}'. {Sentence.Of(reason)} Newer batches are restored, and are checkpointed. Remove what conflicts with the old document (an index, a validator) and run again.",
            1)
        {
            Documents = [new FailedDocument { Collection = collection, Id = id, Code = MigrationErrorCode.DocumentFailed, Reason = reason }],
        };
    }
}
