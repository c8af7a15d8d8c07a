using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// Without transactions: the batch is announced with a hash of every document before and after, and written with guards on the old values.
// The announcement of the next batch marks it as done, so that a batch costs one checkpoint; the last one is marked at the end of the range.
internal sealed class AnnouncedBatches : IDocumentProtocol
{
    private readonly RangeStore _ranges;
    private readonly PassSource _pass;
    private readonly TransformWork _work;
    private readonly MarkCheck _marks;
    private readonly BatchPace _pace;
    private readonly BatchRepair _repair;
    private PendingBatch? _announced;

    public AnnouncedBatches(RangeStore ranges, PassSource pass, TransformWork work, MarkCheck marks, BatchPace pace)
    {
        (_ranges, _pass, _marks, _pace, _work) = (ranges, pass, marks, pace, work with { Transform = new RecheckingTransform(work.Transform) });
        _repair = new BatchRepair(pass, _work);
    }

    public async Task<RangeCheckpoint> RunNextAsync(RangeCheckpoint reached, CancellationToken cancellationToken)
    {
        if (reached.Pending is { } interrupted)
        {
            return await ResumeAsync(reached, interrupted, cancellationToken).ConfigureAwait(false);
        }

        _pace.Begin();
        using var page = await BeforeAnnouncingAsync(reached, () => _pass.Reader.ReadAfterAsync(reached.Range, reached.LastId, _pace.Size, null, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (page.Count == 0)
        {
            return await SaveAsync(reached with { IsDone = true }, cancellationToken).ConfigureAwait(false);
        }

        using var batch = await BeforeAnnouncingAsync(reached, () => PrepareAsync(reached, page, cancellationToken), cancellationToken).ConfigureAwait(false);
        var refused = await WriteAsync(reached, batch, batch.LastId, page.Count, cancellationToken).ConfigureAwait(false);
        await SettleAsync(reached, [], refused, refused, cancellationToken).ConfigureAwait(false);
        var next = Announced(reached, batch).After(batch.LastId, page.Count, batch.Changes.Count - refused.Count) with { IsDone = page.IsLast, IsUnmarked = await IsUnmarkedAsync(reached, batch, cancellationToken).ConfigureAwait(false) };
        next = batch.Changes.Count == 0 ? await SaveAsync(next, cancellationToken).ConfigureAwait(false) : next with { IsAhead = true };
        _pace.End(page.Count);
        return next;
    }

    // These documents are on the list, and are only removed from it when they are written, so that a crash loses none.
    public async Task<RangeCheckpoint> RetryAsync(RangeCheckpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken)
    {
        using var page = await _pass.Reader.ReadAgainAsync(ids, null, cancellationToken).ConfigureAwait(false);
        using var batch = await _work.CreateBatchAsync(page, refused: null, cancellationToken).ConfigureAwait(false);
        await KeepAsync(reached, batch, cancellationToken).ConfigureAwait(false);
        var refused = await WriteAsync(reached, batch, reached.LastId, 0, cancellationToken).ConfigureAwait(false);
        await SettleAsync(reached, page.Count == 0 ? ids : batch.Ids, [.. batch.Failures, .. refused], refused, cancellationToken).ConfigureAwait(false);
        var next = Announced(reached, batch).After(reached.LastId, 0, batch.Changes.Count - refused.Count);
        return await SaveAsync(next with { IsUnmarked = await IsUnmarkedAsync(reached, batch, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);
    }

    public Task LeaveAsync(RangeCheckpoint reached, CancellationToken cancellationToken) => reached.IsAhead ? SaveAsync(reached, cancellationToken) : Task.CompletedTask;

    public void Dispose()
    {
        _marks.Dispose();
        _work.Dispose();
    }

    // Its documents are checked, and those that are not migrated yet are migrated, before anything else is read.
    private async Task<RangeCheckpoint> ResumeAsync(RangeCheckpoint reached, PendingBatch interrupted, CancellationToken cancellationToken)
    {
        var changes = interrupted.Changes;
        var failures = await _repair.RunAsync(reached, changes, interrupted.Fields, null, cancellationToken).ConfigureAwait(false);
        await SettleAsync(reached, changes.Select(c => c.Id), failures, failures, cancellationToken).ConfigureAwait(false);
        var next = reached.After(interrupted.LastId, interrupted.Documents, changes.Count - failures.Count);
        return await SaveAsync(next with { IsUnmarked = await IsUnmarkedAsync(reached, interrupted, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> IsUnmarkedAsync(RangeCheckpoint reached, Batch batch, CancellationToken cancellationToken) =>
        batch.Changes.Count == 0 ? Task.FromResult(reached.IsUnmarked) : IsUnmarkedAsync(reached, _announced!, cancellationToken);

    // What others have written since is not what was announced.
    private async Task<bool> IsUnmarkedAsync(RangeCheckpoint reached, PendingBatch written, CancellationToken cancellationToken)
    {
        if (reached.IsUnmarked || !_marks.IsNeeded)
        {
            return reached.IsUnmarked;
        }

        var announced = written.Changes.ToDictionary(c => c.Id);
        return await _marks.IsMissingAsync(announced.Keys, IsAsWritten, null, cancellationToken).ConfigureAwait(false);

        bool IsAsWritten(RawDocument document) => announced[DocumentId.Of(document)] is var one && ContentHash.Of(document, written.Fields, one) == one.After;
    }

    // Failures are listed, and images are stored, before the batch is announced: after a crash only its changes are checked.
    private async Task<Batch> PrepareAsync(RangeCheckpoint reached, DocumentPage page, CancellationToken cancellationToken)
    {
        var batch = await _work.CreateBatchAsync(page, refused: null, cancellationToken).ConfigureAwait(false);
        try
        {
            await SettleAsync(reached, batch.Ids, batch.Failures, [], cancellationToken).ConfigureAwait(false);
            await KeepAsync(reached, batch, cancellationToken).ConfigureAwait(false);
            return batch;
        }
        catch
        {
            // Nobody else releases the buffers.
            batch.Dispose();
            throw;
        }
    }

    // A failure before the next batch is announced leaves the previous one marked as done, as cancelling does.
    private async Task<T> BeforeAnnouncingAsync<T>(RangeCheckpoint reached, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception e) when (reached.IsAhead && LeavesServerInReach(e))
        {
            await TryLeaveAsync(reached, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private static bool LeavesServerInReach(Exception e) => e is not OperationCanceledException and (not DatabaseException or CommandException or WriteException);

    private async Task TryLeaveAsync(RangeCheckpoint reached, CancellationToken cancellationToken)
    {
        try
        {
            await LeaveAsync(reached, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MigrationException or OperationCanceledException or CheckpointMovedException)
        {
            // The first failure is the one to report. The next run finds the batch announced, and sees by its hashes that it is written.
        }
    }

    // Returns whose updates were refused.
    private async Task<IReadOnlyList<DocumentFailure>> WriteAsync(RangeCheckpoint reached, Batch batch, BsonValue? lastId, long documents, CancellationToken cancellationToken)
    {
        if (batch.Changes.Count == 0)
        {
            return [];
        }

        var pending = BatchAnnouncement.Of(batch, lastId, documents);
        var announced = await SaveAsync(reached with { Pending = pending }, cancellationToken).ConfigureAwait(false);
        _announced = pending;
        var outcome = await _work.Writer.WriteGuardedAsync(batch.Changes, cancellationToken).ConfigureAwait(false);
        await KeepWhatIsDoneAsync(announced, batch, outcome.Failures, cancellationToken).ConfigureAwait(false);
        _pass.Failures.AcceptAll(outcome.Failures);
        if (outcome.Matched + outcome.Failures.Count == batch.Changes.Count)
        {
            return outcome.Failures;
        }

        var refused = outcome.Failures.Select(f => f.Id).ToHashSet();
        if (outcome.Found is { } found)
        {
            // Whatever others have changed since: if the server found the document, it is migrated.
            var open = pending.Changes.Where((c, i) => !found.Contains(i) && !refused.Contains(c.Id)).ToList();
            return [.. outcome.Failures, .. await _repair.RedoAsync(reached, open, pending.Fields, cancellationToken).ConfigureAwait(false)];
        }

        var others = pending.Changes.Where(c => !refused.Contains(c.Id)).ToList();
        return [.. outcome.Failures, .. await _repair.RunAsync(reached, others, pending.Fields, others.Count - outcome.Matched, cancellationToken).ConfigureAwait(false)];
    }

    // A refusal that ends the run: nothing from the refused document on was sent, so it is not announced any longer, and may be corrected.
    private async Task KeepWhatIsDoneAsync(RangeCheckpoint announced, Batch batch, IReadOnlyList<DocumentFailure> refused, CancellationToken cancellationToken)
    {
        if (refused.Count > 0 && !_pass.Failures.AreCollected)
        {
            await SaveAsync(announced with { Pending = BatchAnnouncement.Before(refused[0].Id, batch, announced.Pending!) }, cancellationToken).ConfigureAwait(false);
        }
    }

    // What was stored when the batch was announced.
    private static RangeCheckpoint Announced(RangeCheckpoint reached, Batch batch) => batch.Changes.Count == 0 ? reached : reached with { Stored = reached.Batches };

    private Task KeepAsync(RangeCheckpoint reached, Batch batch, CancellationToken cancellationToken) => _work.Images?.KeepAsync(reached, batch.Changes, null, cancellationToken) ?? Task.CompletedTask;

    // 'refused' are the failures that were announced, and so are in the batch's image.
    private async Task SettleAsync(RangeCheckpoint reached, IEnumerable<BsonValue> ids, IReadOnlyList<DocumentFailure> failures, IReadOnlyList<DocumentFailure> refused, CancellationToken cancellationToken)
    {
        await (_work.Images?.ForgetAsync(reached, refused, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        _pass.Failures.AddUp(await _pass.Failures.SettleAsync(ids, failures, null, cancellationToken).ConfigureAwait(false));
    }

    private async Task<RangeCheckpoint> SaveAsync(RangeCheckpoint next, CancellationToken cancellationToken)
    {
        try
        {
            return await _ranges.SaveAsync(_pass.Scope.Held, next with { IsAhead = false }, null, cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointMovedException)
        {
            ((RecheckingTransform)_work.Transform).Remember(_announced);
            throw;
        }
    }
}
