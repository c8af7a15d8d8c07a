using Migrations.Engine.Database;
using Migrations.Engine.Guarding;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Undo;

// Rolls a migration back from the documents that it kept: batch by batch, newest first. The images of a batch are deleted with it, so the remaining images are the remaining work.
internal sealed class UndoStep(ICommandChannel channel, StepRecord record, RangeStore ranges, ImageStore images, Throttle throttle)
{
    public async Task RunAsync(StepScope scope, RecordedCheckpoint? checkpoint, CancellationToken cancellationToken)
    {
        var reached = await OpenAsync(scope, checkpoint, cancellationToken).ConfigureAwait(false);
        var resumedFrom = reached.Counts.Total;
        var rule = CollectionRule.For(scope.Step, new FencedChannel(channel, scope.Lease), scope.Database);
        await (rule?.RelaxAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        using var worker = throttle.ForWorker(scope.Step, () => { });
        var isDone = false;
        while (!isDone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (reached, isDone) = await worker.RunAsync(() => UndoNextAsync(scope, reached), () => ReadAgainAsync(scope), cancellationToken).ConfigureAwait(false);
            if (!isDone)
            {
                Report(scope, reached, resumedFrom);
            }
        }

        await (rule?.EnforceAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        await FinishAsync(scope, reached.Counts, cancellationToken).ConfigureAwait(false);
    }

    // Cancelling waits for the batch, which is short; only a lost lock does not.
    private async Task<(UndoCheckpoint Reached, bool IsDone)> UndoNextAsync(StepScope scope, UndoCheckpoint reached)
    {
        var lost = scope.Lease.Lost;
        if (await images.FindNewestAsync(scope.Step.Migration.Tree, scope.Step.Migration.Id, null, lost).ConfigureAwait(false) is not { } batch)
        {
            return (reached, true);
        }

        return scope.Sessions is [var session, ..]
            ? (await session.WithTransactionAsync(token => UndoAsync(scope, reached, batch, session, token), lost).ConfigureAwait(false), false)
            : (await UndoAsync(scope, reached, batch, null, lost).ConfigureAwait(false), false);
    }

    // In a transaction of the same session: no write of the previous batch can still arrive.
    private async Task<(UndoCheckpoint Reached, bool IsDone)> ReadAgainAsync(StepScope scope)
    {
        var stored = scope.Sessions is [var session, ..]
            ? await session.WithTransactionAsync(token => record.ReadCheckpointAsync(scope, session, token), scope.Lease.Lost).ConfigureAwait(false)
            : await record.ReadCheckpointAsync(scope, null, scope.Lease.Lost).ConfigureAwait(false);
        return (stored as UndoCheckpoint ?? throw scope.Lease.LostError(), false);
    }

    private async Task<UndoCheckpoint> OpenAsync(StepScope scope, RecordedCheckpoint? checkpoint, CancellationToken cancellationToken)
    {
        if (checkpoint is UndoCheckpoint interrupted)
        {
            return interrupted;
        }

        if (checkpoint is PassCheckpoint half)
        {
            await ForgetUnbegunAsync(scope, half, cancellationToken).ConfigureAwait(false);
        }

        var total = await images.CountDocumentsAsync(scope.Step.Migration.Tree, scope.Step.Migration.Id, cancellationToken).ConfigureAwait(false);
        var first = new UndoCheckpoint(total, new RestoreCounts(), null);
        await record.BeginUndoAsync(scope, first, cancellationToken).ConfigureAwait(false);
        return first;
    }

    // For a half-done migration. What it had announced is restored like everything else, as far as it was written; nothing after that was written.
    private async Task ForgetUnbegunAsync(StepScope scope, PassCheckpoint half, CancellationToken cancellationToken)
    {
        foreach (var range in await ranges.TakeOverAsync(scope.Held, half, cancellationToken).ConfigureAwait(false))
        {
            var next = BatchKey.Next(scope.Step.Migration, range);
            await images.ForgetFromAsync(range.IsAnnounced ? next with { Sequence = next.Sequence + 1 } : next, cancellationToken).ConfigureAwait(false);
        }
    }

    // Without a transaction, the checkpoint is stored before the images are deleted: a batch that it names is restored, and not counted twice.
    private async Task<UndoCheckpoint> UndoAsync(StepScope scope, UndoCheckpoint reached, BatchKey key, IChannelSession? session, CancellationToken cancellationToken)
    {
        await ranges.RequireLockAsync(scope.Held, session, cancellationToken).ConfigureAwait(false);
        var batch = await images.ReadAsync(key, session, cancellationToken).ConfigureAwait(false);
        var next = reached;
        if (key != reached.Last)
        {
            var restore = new BatchRestore(new FencedChannel(channel, scope.Lease), scope.Database, scope.Step.Migration.Identity, scope.IsForced);
            var counts = await restore.RunAsync(batch, session, cancellationToken).ConfigureAwait(false);
            next = reached with { Counts = reached.Counts.Add(counts), Last = key };
            await record.CheckpointAsync(scope, next, session, cancellationToken).ConfigureAwait(false);
        }

        await images.DeleteAsync(batch, session, cancellationToken).ConfigureAwait(false);
        return next;
    }

    private async Task FinishAsync(StepScope scope, RestoreCounts counts, CancellationToken cancellationToken)
    {
        scope.Counts = new WriteCounts { Matched = counts.Restored, Modified = counts.Restored };
        foreach (var action in RestoreText.Of(counts))
        {
            scope.Report(action);
        }

        if (scope.Sessions is [var session, ..])
        {
            await session.WithTransactionAsync(
                async token =>
                {
                    await record.ForgetRangesAsync(scope, session, token).ConfigureAwait(false);
                    await record.FinishAsync(scope, session, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return;
        }

        await record.FinishAsync(scope, null, cancellationToken).ConfigureAwait(false);
        await record.ForgetRangesAsync(scope, null, cancellationToken).ConfigureAwait(false);
    }

    private static void Report(StepScope scope, UndoCheckpoint reached, long resumedFrom) => scope.Observer.StepProgressed(scope.Step, new StepProgress
    {
        Documents = reached.Counts.Total,
        Modified = reached.Counts.Restored,
        Total = reached.Total,
        ResumedFrom = resumedFrom,
        Elapsed = scope.Elapsed,
    });
}

internal static class RestoreText
{
    public static IEnumerable<ReportedAction> Of(RestoreCounts counts)
    {
        yield return new ReportedAction { Description = $"Restored {counts.Restored} document(s) from their images" };
        if (counts.Changed > 0)
        {
            yield return new ReportedAction { Description = $"Left {counts.Changed} document(s) that were changed since: {Some(counts.ChangedIds, counts.Changed)}", Kind = ActionKind.Note };
        }

        if (counts.Deleted > 0)
        {
            yield return new ReportedAction { Description = $"Did not recreate {counts.Deleted} document(s) that were deleted since: {Some(counts.DeletedIds, counts.Deleted)}", Kind = ActionKind.Note };
        }
    }

    private static string Some(IReadOnlyList<MongoDB.Bson.BsonValue> ids, long count) => RestoreCounts.Names(ids) + (count > ids.Count ? ", ..." : "");
}
