using Migrations.Engine.Wording;
using System.Globalization;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// What becomes of the documents of a step that cannot be migrated: the first one stops the run, or all are listed. All workers share it.
internal sealed class DocumentFailures(ErrorStore store, StepScope scope, string collection, RunSettings settings)
{
    private const int Shown = 10;
    private bool _hasOlder;
    private long _count;

    public bool AreCollected => settings.OnDocumentError == OnDocumentError.Collect;

    public long Count => Interlocked.Read(ref _count);

    public async Task OpenAsync(bool isResumed, CancellationToken cancellationToken)
    {
        if (AreCollected)
        {
            await store.CreateAsync(cancellationToken).ConfigureAwait(false);
        }

        _count = isResumed ? await store.CountAsync(scope.Step.Migration, cancellationToken).ConfigureAwait(false) : 0;
        _hasOlder = _count > 0;
        if (!isResumed)
        {
            await store.DeleteAsync(scope.Step.Migration, cancellationToken).ConfigureAwait(false);
        }
    }

    // A repeated batch may have documents that it listed the first time.
    public void ExpectOlder() => _hasOlder = true;

    public void Accept(DocumentFailure failure)
    {
        if (!AreCollected)
        {
            throw failure.ToException(scope.Step.Migration.Identity, collection);
        }
    }

    public void AcceptAll(IEnumerable<DocumentFailure> failures)
    {
        foreach (var failure in failures)
        {
            Accept(failure);
        }
    }

    // Lists these documents as failed, and removes the others from the list. Returns by how much the list grew, for AddUp once it is certain.
    public async Task<long> SettleAsync(IEnumerable<BsonValue> ids, IReadOnlyList<DocumentFailure> failures, IChannelSession? session, CancellationToken cancellationToken)
    {
        var growth = 0L;
        if (failures.Count > 0)
        {
            scope.Lease.ThrowIfLost();
            growth += await store.PutAsync(scope.Step.Migration, collection, failures.Select(f => f.ToEntry()), session, cancellationToken).ConfigureAwait(false);
            ThrowIfTooMany(growth);
        }

        if (_hasOlder)
        {
            var failed = failures.Select(f => f.Id).ToHashSet();
            growth -= await store.ForgetAsync(scope.Step.Migration, ids.Where(id => !failed.Contains(id)), session, cancellationToken).ConfigureAwait(false);
        }

        return growth;
    }

    public void AddUp(long growth) => scope.FailedDocuments = Interlocked.Add(ref _count, growth);

    public void ThrowIfTooMany(long more)
    {
        if (Count + more > settings.LimitErrors)
        {
            var limit = settings.LimitErrors.ToString("N0", CultureInfo.InvariantCulture);
            throw new DocumentsFailedException(
                MigrationErrorCode.TooManyDocumentErrors,
                $"More than {limit} document(s) of '{collection}' could not be migrated by {scope.Step.Migration.Identity} '{scope.Step.Migration.Identity.Title}', so the run stopped. What was migrated is kept, with its checkpoint; the documents that failed are listed in '{store.Collection}'. Correct what they have in common or raise --limit-errors, then run again.",
                Count);
        }
    }

    public Task<IReadOnlyList<BsonValue>> ReadOlderAsync(int count, CancellationToken cancellationToken) => store.ReadOlderAsync(scope.Step.Migration, count, cancellationToken);

    // The migration went through all documents; it is applied if none is left behind.
    public async Task ThrowIfAnyAsync(CancellationToken cancellationToken)
    {
        var count = await store.CountAsync(scope.Step.Migration, cancellationToken).ConfigureAwait(false);
        scope.FailedDocuments = count;
        if (count == 0)
        {
            return;
        }

        var first = await store.ReadFirstAsync(scope.Step.Migration, Shown, cancellationToken).ConfigureAwait(false);
        var list = string.Join(" ", first.Select((e, i) => $"({i + 1}) {DocumentFailure.TextOf(e.Id)}: {Sentence.Of(e.Reason)}"));
        var number = count.ToString("N0", CultureInfo.InvariantCulture);
        throw new DocumentsFailedException(
            MigrationErrorCode.DocumentsFailed,
            $"{number} document(s) of '{collection}' could not be migrated by {scope.Step.Migration.Identity} '{scope.Step.Migration.Identity.Title}'; all others are. It does not count as applied, and later migrations were not run. {(count > first.Count ? $"The first {first.Count}" : "They are")}: {list} All are listed in '{store.Collection}'. Correct them and run again: only they and new documents are migrated then.",
            count)
        {
            Documents = [.. first.Select(e => new FailedDocument { Collection = collection, Id = e.Id, Code = MigrationErrorCode.DocumentFailed, Reason = e.Reason, Path = e.Path })],
        };
    }
}
