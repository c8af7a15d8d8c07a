using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

// After a crash, or when somebody else wrote in between, the hashes that were announced tell which documents are done. The others are migrated one by one.
internal sealed class BatchRepair(PassSource pass, TransformWork work)
{
    // Each takes a few milliseconds, and another writer may be faster several times.
    private const int MaxAttempts = 1000;

    // A document is done when its hash is that of the migrated one, and open when it is that of the old one. One that is neither was changed by somebody
    // else: it is open for sure only when the number of statements that were not carried out is known and all the others are accounted for.
    public async Task<IReadOnlyList<DocumentFailure>> RunAsync(RangeCheckpoint reached, IReadOnlyList<PendingDocument> announced, TouchedFields? fields, long? notWritten, CancellationToken cancellationToken)
    {
        var hashes = await HashAsync(announced, fields, cancellationToken).ConfigureAwait(false);
        var gone = announced.Count(a => !hashes.ContainsKey(a.Id));
        var undone = announced.Where(a => hashes.TryGetValue(a.Id, out var hash) && hash != a.After).ToList();
        var foreign = undone.Where(a => hashes[a.Id] != a.Before).ToList();
        if (foreign.Count > 0 && undone.Count + gone != notWritten && !pass.Body.IsConvergent)
        {
            throw ChangedByOthers(foreign);
        }

        return await RedoAsync(reached, undone, fields, cancellationToken).ConfigureAwait(false);
    }

    // Those that were certainly not written, one by one.
    public async Task<IReadOnlyList<DocumentFailure>> RedoAsync(RangeCheckpoint reached, IReadOnlyList<PendingDocument> undone, TouchedFields? fields, CancellationToken cancellationToken)
    {
        var failures = new List<DocumentFailure>();
        foreach (var document in undone)
        {
            for (var attempt = 1; !await RedoOneAsync(reached, document, fields, failures, cancellationToken).ConfigureAwait(false); attempt++)
            {
                if (attempt == MaxAttempts)
                {
                    throw new MigrationException(
                        MigrationErrorCode.DocumentChangedMeanwhile,
                        $"The document {DocumentId.TextOf(document.Id)} of '{pass.Body.Collection}' changed {MaxAttempts} times while it was being migrated. It is not migrated. Stop what writes to it, then run again.");
                }
            }
        }

        return failures;
    }

    // Read once more, and only if it is still to be migrated: others write, and so may a command of a run that died, which the server had taken before.
    private async Task<bool> RedoOneAsync(RangeCheckpoint reached, PendingDocument announced, TouchedFields? fields, List<DocumentFailure> failures, CancellationToken cancellationToken)
    {
        using var page = await pass.Reader.ReadAgainAsync([announced.Id], null, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0 || ContentHash.Of(page[0], fields, announced) == announced.After)
        {
            return true;
        }

        using var batch = await work.CreateBatchAsync(page, refused: null, cancellationToken).ConfigureAwait(false);
        if (batch.Changes.Count == 0)
        {
            failures.AddRange(batch.Failures);
            return true;
        }

        await (work.Images?.KeepAgainAsync(reached, batch.Changes, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var outcome = await work.Writer.WriteGuardedAsync(batch.Changes, cancellationToken).ConfigureAwait(false);
        pass.Failures.AcceptAll(outcome.Failures);
        failures.AddRange(outcome.Failures);
        return outcome.Matched + outcome.Failures.Count == 1;
    }

    // Page by page: a reply holds only so many bytes.
    private async Task<Dictionary<BsonValue, long>> HashAsync(IReadOnlyList<PendingDocument> announced, TouchedFields? fields, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<BsonValue, long>();
        var byId = announced.ToDictionary(a => a.Id);
        while (hashes.Count < announced.Count)
        {
            using var page = await pass.Reader.ReadByIdAsync([.. announced.Select(a => a.Id).Where(id => !hashes.ContainsKey(id))], null, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var document in page)
            {
                var id = DocumentId.Of(document);
                hashes.Add(id, ContentHash.Of(document, fields, byId[id]));
            }
        }

        return hashes;
    }

    private MigrationException ChangedByOthers(List<PendingDocument> foreign) => new(
        MigrationErrorCode.DocumentChangedMeanwhile,
        $"{foreign.Count} document(s) of '{pass.Body.Collection}' were changed by somebody else in the interrupted batch, so it is not known whether they are migrated: {string.Join(", ", foreign.Take(10).Select(s => DocumentId.TextOf(s.Id)))}. Without transactions there is no other way to tell. If the migration leaves a migrated document as it is, override IsConvergent to return true and run again. Otherwise correct them by hand: set the fields that it changes all to the values before it, or all to those after it, and run again.");
}
