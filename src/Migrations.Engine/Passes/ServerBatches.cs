using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;
using Migrations.Engine.Wording;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// A range in one update that the server carries out by itself. With transactions the checkpoint belongs to it; without them, it is only used where repeating it is harmless.
// If others write so fast that no transaction over the whole range succeeds, it is done in parts, as small as necessary.
internal sealed class ServerBatches(RangeStore ranges, PassSource pass, IChannelSession? session, MarkCheck marks, BatchPace pace) : IBatchProtocol
{
    private readonly KindProbe _kinds = new(pass.Channel, pass.Scope.Database, pass.Collection);
    private readonly ServerUpdate _update = pass.Update!;

    public void Dispose() => marks.Dispose();

    public async Task<RangeCheckpoint> RunNextAsync(RangeCheckpoint reached, CancellationToken cancellationToken)
    {
        if (session is null)
        {
            return await BeginRangeAsync(reached, cancellationToken).ConfigureAwait(false);
        }

        // A range that was begun in parts is finished in parts: everything up to its last document is done.
        return (reached.LastId is null ? await session.TryInTransactionAsync(token => RunRangeAsync(reached, token), cancellationToken).ConfigureAwait(false) : null)
            ?? await session.WithSmallerTransactionsAsync(pace, token => RunPartAsync(reached, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RangeCheckpoint> RunPartAsync(RangeCheckpoint reached, CancellationToken cancellationToken)
    {
        pace.Begin();
        using var page = await pass.Reader.ReadAfterAsync(reached.Range, reached.LastId, pace.Size, session, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0)
        {
            return await ranges.SaveAsync(pass.Scope.Held, reached with { IsDone = true }, session, cancellationToken).ConfigureAwait(false);
        }

        var ids = new BsonArray(page.Select(DocumentId.Of));
        var (documents, modified) = await UpdateAsync(IdRange.Within(_update.Filter, new BsonDocument("$in", ids)), cancellationToken).ConfigureAwait(false);
        var isUnmarked = await marks.IsMissingAsync(ids, null, session, cancellationToken).ConfigureAwait(false) || reached.IsUnmarked;
        var next = await ranges.SaveAsync(pass.Scope.Held, reached.After(ids[^1], documents, modified) with { IsDone = page.IsLast, IsUnmarked = isUnmarked }, session, cancellationToken).ConfigureAwait(false);
        pace.End(page.Count);
        return next;
    }

    // The next run must know that some of it may be updated.
    private async Task<RangeCheckpoint> BeginRangeAsync(RangeCheckpoint reached, CancellationToken cancellationToken)
    {
        if (!reached.IsBegun)
        {
            reached = await ranges.SaveAsync(pass.Scope.Held, reached with { IsBegun = true }, null, cancellationToken).ConfigureAwait(false);
        }

        return await RunRangeAsync(reached, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RangeCheckpoint> RunRangeAsync(RangeCheckpoint reached, CancellationToken cancellationToken)
    {
        var next = reached;
        var chosen = session is null ? await marks.ChooseAsync(reached.Range, cancellationToken).ConfigureAwait(false) : [];
        // Only the rest of a range that was begun in parts.
        foreach (var part in KeysetPosition.After(reached.LastId, reached.Range))
        {
            if (part.Kinds is not { } kinds || !await _kinds.AreNoneAsync(kinds, session, cancellationToken).ConfigureAwait(false))
            {
                var (documents, modified) = await UpdateAsync(IdRange.Within(_update.Filter, part.Condition), cancellationToken).ConfigureAwait(false);
                next = next with { Documents = next.Documents + documents, Modified = next.Modified + modified, Batches = reached.Batches + 1 };
            }
        }

        var isUnmarked = session is null
            ? await marks.IsMissingAsync(chosen, null, null, cancellationToken).ConfigureAwait(false)
            : await marks.IsMissingAsync(reached.Range, session, cancellationToken).ConfigureAwait(false);
        return await ranges.SaveAsync(pass.Scope.Held, next with { IsBegun = false, IsDone = true, IsUnmarked = reached.IsUnmarked || isUnmarked }, session, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(long Documents, long Modified)> UpdateAsync(BsonDocument filter, CancellationToken cancellationToken)
    {
        var command = _update.ToCommand(pass.Scope.Database, filter, session is not null);
        using var reply = await pass.Channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        ThrowOnErrors(reply.Document);
        return (WriteReplies.Count(reply.Document, "n"u8), WriteReplies.Count(reply.Document, "nModified"u8));
    }

    private void ThrowOnErrors(RawDocument reply)
    {
        if (WriteReplies.ReadErrors(reply) is [var first, ..])
        {
            throw ((ServerKind)pass.Kind).RefusalOf(first.Message, pass.Scope.Step.Migration.Identity, _update.Collection) ?? new MigrationException(
                MigrationErrorCode.DocumentFailed,
                $"Migration {pass.Scope.Step.Migration.Identity} '{pass.Scope.Step.Migration.Identity.Title}' failed on a document of '{_update.Collection}': the server refused the update with code {first.ServerCode}: {Sentence.Of(first.Message)} {(session is null ? "What it had already updated in this range is kept" : "Its range was not kept")}; earlier ranges are, and are checkpointed. Correct the data or the migration and run again.");
        }

        WriteReplies.ThrowOnErrors(reply, "update", _update.Collection);
    }
}
