using Migrations.Bson;
using Migrations.Engine.Documents;
using Migrations.Engine.Scanning;

namespace Migrations.Engine.Running;

// Without transactions: the batch is announced with a hash of every document before and after, written with guards on the old values, and then checked off.
// After a crash, or when somebody else wrote in between, the hashes tell which documents are done.
internal sealed class AnnouncedBatches(RangeStore ranges, StepScope scope, DocumentWork work) : IDocumentProtocol
{
    private const int MaxAttempts = 10;

    public async Task<Checkpoint> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken)
    {
        if (reached.Pending is { } interrupted)
        {
            var changes = interrupted.Changes;
            var failures = await RepairAsync(reached, changes, null, cancellationToken).ConfigureAwait(false);
            await SettleAsync(reached, changes.Select(c => c.Id), failures, failures, cancellationToken).ConfigureAwait(false);
            return await CheckOffAsync(reached.After(interrupted.LastId, interrupted.Documents, changes.Count - failures.Count), cancellationToken).ConfigureAwait(false);
        }

        work.Pace.Begin();
        using var page = await work.Reader.ReadAfterAsync(reached.Range, reached.LastId, work.Pace.Size, null, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0)
        {
            return await CheckOffAsync(reached with { IsDone = true }, cancellationToken).ConfigureAwait(false);
        }

        // Listed before the batch is announced: from then on only its changes are looked at after a crash.
        using var batch = work.CreateBatch(page);
        await SettleAsync(reached, batch.Ids, batch.Failures, [], cancellationToken).ConfigureAwait(false);
        var refused = await WriteAsync(reached, batch, PendingBatch.Create(batch, batch.LastId, batch.Documents.Count), cancellationToken).ConfigureAwait(false);
        await SettleAsync(reached, [], refused, refused, cancellationToken).ConfigureAwait(false);
        var next = await CheckOffAsync(reached.After(batch.LastId, batch.Documents.Count, batch.Changes.Count - refused.Count), cancellationToken).ConfigureAwait(false);
        work.Pace.End(page.Count);
        return next;
    }

    // These documents are on the list and leave it only when they are written, so that a crash forgets none.
    public async Task<Checkpoint> RetryAsync(Checkpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken)
    {
        using var page = await work.Reader.ReadAgainAsync(ids, null, cancellationToken).ConfigureAwait(false);
        using var batch = work.CreateBatch(page);
        var refused = await WriteAsync(reached, batch, PendingBatch.Create(batch, reached.LastId, 0), cancellationToken).ConfigureAwait(false);
        await SettleAsync(reached, page.Count == 0 ? ids : batch.Ids, [.. batch.Failures, .. refused], refused, cancellationToken).ConfigureAwait(false);
        return await CheckOffAsync(reached.After(reached.LastId, 0, batch.Changes.Count - refused.Count), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => work.Dispose();

    // Returns whose updates were refused.
    private async Task<IReadOnlyList<DocumentFailure>> WriteAsync(Checkpoint reached, Batch batch, PendingBatch pending, CancellationToken cancellationToken)
    {
        if (batch.Changes.Count == 0)
        {
            return [];
        }

        await (work.Images?.KeepAsync(reached, batch.Changes, null, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        await ranges.SaveAsync(scope, reached with { Pending = pending }, null, cancellationToken).ConfigureAwait(false);
        var outcome = await work.Writer.WriteGuardedAsync(batch.Changes, cancellationToken).ConfigureAwait(false);
        work.Failures.AcceptAll(outcome.Failures);
        if (outcome.Matched + outcome.Failures.Count == batch.Changes.Count)
        {
            return outcome.Failures;
        }

        var refused = outcome.Failures.Select(f => f.Id).ToHashSet();
        var others = pending.Changes.Where(c => !refused.Contains(c.Id)).ToList();
        return [.. outcome.Failures, .. await RepairAsync(reached, others, others.Count - outcome.Matched, cancellationToken).ConfigureAwait(false)];
    }

    // Refused are those of the failures that were announced, and so are in the batch's image.
    private async Task SettleAsync(Checkpoint reached, IEnumerable<BsonValue> ids, IReadOnlyList<DocumentFailure> failures, IReadOnlyList<DocumentFailure> refused, CancellationToken cancellationToken)
    {
        await (work.Images?.ForgetAsync(reached, refused, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        work.Failures.AddUp(await work.Failures.SettleAsync(ids, failures, null, cancellationToken).ConfigureAwait(false));
    }

    private async Task<Checkpoint> CheckOffAsync(Checkpoint next, CancellationToken cancellationToken)
    {
        await ranges.SaveAsync(scope, next, null, cancellationToken).ConfigureAwait(false);
        return next;
    }

    // A document is done when its hash is that of the migrated one, and open when it is that of the old one. One that is neither was changed by somebody
    // else: it is open for sure only when the number of statements that were not carried out is known and all the others are accounted for.
    private async Task<IReadOnlyList<DocumentFailure>> RepairAsync(Checkpoint reached, IReadOnlyList<PendingDocument> announced, long? notWritten, CancellationToken cancellationToken)
    {
        var hashes = await HashAsync(announced, cancellationToken).ConfigureAwait(false);
        var gone = announced.Count(a => !hashes.ContainsKey(a.Id));
        var undone = announced.Where(a => hashes.TryGetValue(a.Id, out var hash) && hash != a.After).ToList();
        var strange = undone.Where(a => hashes[a.Id] != a.Before).ToList();
        if (strange.Count > 0 && undone.Count + gone != notWritten && !work.Body.IsConvergent)
        {
            throw Strange(strange);
        }

        return await RedoAsync(reached, [.. undone.Select(a => a.Id)], cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<DocumentFailure>> RedoAsync(Checkpoint reached, List<BsonValue> ids, CancellationToken cancellationToken)
    {
        var failures = new List<DocumentFailure>();
        foreach (var id in ids)
        {
            for (var attempt = 1; !await RedoOneAsync(reached, id, failures, cancellationToken).ConfigureAwait(false); attempt++)
            {
                if (attempt == MaxAttempts)
                {
                    throw new MigrationException(
                        MigrationErrorCode.DocumentChangedMeanwhile,
                        $"The document {new BsonDocument("_id", id).ToJson()} of '{work.Body.Collection}' changed {MaxAttempts} times while it was migrated. It is not migrated. Stop what writes it, then run again.");
                }
            }
        }

        return failures;
    }

    private async Task<bool> RedoOneAsync(Checkpoint reached, BsonValue id, List<DocumentFailure> failures, CancellationToken cancellationToken)
    {
        using var page = await work.Reader.ReadByIdAsync([id], null, cancellationToken).ConfigureAwait(false);
        using var batch = work.CreateBatch(page);
        if (batch.Changes.Count == 0)
        {
            failures.AddRange(batch.Failures);
            return true;
        }

        await (work.Images?.KeepAgainAsync(reached, batch.Changes, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var outcome = await work.Writer.WriteGuardedAsync(batch.Changes, cancellationToken).ConfigureAwait(false);
        work.Failures.AcceptAll(outcome.Failures);
        failures.AddRange(outcome.Failures);
        return outcome.Matched + outcome.Failures.Count == 1;
    }

    // Page by page: a reply holds only so many bytes.
    private async Task<Dictionary<BsonValue, long>> HashAsync(IReadOnlyList<PendingDocument> announced, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<BsonValue, long>();
        while (hashes.Count < announced.Count)
        {
            using var page = await work.Reader.ReadByIdAsync([.. announced.Select(a => a.Id).Where(id => !hashes.ContainsKey(id))], null, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var document in page)
            {
                hashes.Add(DocumentId.Of(document), ContentHash.Of(document));
            }
        }

        return hashes;
    }

    private MigrationException Strange(List<PendingDocument> strange) => new(
        MigrationErrorCode.DocumentChangedMeanwhile,
        $"{strange.Count} document(s) of '{work.Body.Collection}' were changed by somebody else in the batch that was interrupted, so it cannot be told whether they are migrated: {string.Join(", ", strange.Take(10).Select(s => new BsonDocument("_id", s.Id).ToJson()))}. Without transactions nothing else tells. If the migration leaves a migrated document as it is, override IsConvergent to return true and run again; else put these documents right by hand.");
}
