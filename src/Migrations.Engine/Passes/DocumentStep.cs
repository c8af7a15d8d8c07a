using System.Collections.Concurrent;
using Migrations.Engine.Database;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Guarding;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// Migrates a collection document by document: cut into ranges, which workers take from a queue, each in batches in the order of _id, from its checkpoint on.
internal sealed class DocumentStep(ICommandChannel channel, AuthorAccess authors, StepRecord record, RangeStore ranges, ErrorStore errors, ImageStore images, RunSettings settings, Throttle throttle, TimeProvider time)
{
    private readonly DocumentWorkers _workers = new(channel, record, ranges, errors, images, settings, throttle, time);

    private RangeOpening Opening => new(channel, record, ranges, errors, images, settings, _workers);

    public async Task RunAsync(StepScope scope, RecordedCheckpoint? checkpoint, CancellationToken cancellationToken)
    {
        var rule = CollectionRule.For(scope.Step, new FencedChannel(channel, scope.Lease), scope.Database);
        await (rule?.RelaxAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var stored = checkpoint as PassCheckpoint;
        var isTurned = stored is not null && stored.Direction != scope.Step.Direction;
        var pass = isTurned ? await Opening.TurnAsync(scope, stored!, cancellationToken).ConfigureAwait(false) : stored;
        var source = await _workers.OpenAsync(scope, pass?.Except ?? [], cancellationToken).ConfigureAwait(false);
        ReportSteps(source);
        await source.Failures.OpenAsync(pass is not null && !isTurned, cancellationToken).ConfigureAwait(false);
        var progress = await RunPassAsync(source, pass, cancellationToken).ConfigureAwait(false);
        using (var worker = _workers.Create(source, 0))
        {
            await worker.RetryAsync(progress, settings.BatchSize, cancellationToken).ConfigureAwait(false);
        }

        await source.Failures.ThrowIfAnyAsync(cancellationToken).ConfigureAwait(false);
        var end = new DocumentEnd(source, () => RunPassAsync(source, null, cancellationToken));
        await end.CatchUpAsync(progress, isFollowedByRule: rule is not null, cancellationToken).ConfigureAwait(false);
        await (rule is null ? Task.CompletedTask : end.EnforceAsync(rule, progress, cancellationToken)).ConfigureAwait(false);
        await FinishAsync(scope, source.Body, cancellationToken).ConfigureAwait(false);
    }

    private static void ReportSteps(PassSource source)
    {
        foreach (var step in source.Update?.Steps ?? [])
        {
            source.Scope.Report(new ReportedAction { Description = step, Collection = source.Collection });
        }
    }

    // Once through the collection.
    private async Task<RangeProgress> RunPassAsync(PassSource source, PassCheckpoint? pass, CancellationToken cancellationToken)
    {
        var opened = await (pass is null ? Opening.CutAsync(source, cancellationToken) : Opening.ResumeAsync(source, pass, cancellationToken)).ConfigureAwait(false);
        var progress = new RangeProgress(source.Scope, opened.Ranges, opened.Total, source.Failures);
        await RunWorkersAsync(source, opened.Ranges, progress, cancellationToken).ConfigureAwait(false);
        return progress;
    }

    private async Task RunWorkersAsync(PassSource source, IReadOnlyList<RangeCheckpoint> reached, RangeProgress progress, CancellationToken cancellationToken)
    {
        var queue = new ConcurrentQueue<RangeCheckpoint>(reached.Where(r => !r.IsDone));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, Math.Min(settings.Workers, queue.Count)).Select(number => RunWorkerAsync(_workers.Create(source, number), queue, progress, stop.CancelAsync, stop.Token)).ToList();
        await WhenAllAsync(workers).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task RunWorkerAsync(BatchWorker worker, ConcurrentQueue<RangeCheckpoint> queue, RangeProgress progress, Func<Task> stop, CancellationToken stopped)
    {
        using var own = worker;
        await worker.RunAsync(queue, progress, stop, stopped).ConfigureAwait(false);
    }

    private async Task FinishAsync(StepScope scope, DocumentMigration body, CancellationToken cancellationToken)
    {
        using (var visit = authors.OpenForChanges(null, authors.NewSchemaChanges(), scope.Lease.Confirm))
        {
            await PostCondition.CheckAsync(body, visit, scope.CreateContext(visit), cancellationToken).ConfigureAwait(false);
        }

        await FinishAsync(scope, cancellationToken).ConfigureAwait(false);
        if (scope.Step.Direction == MigrationDirection.Down && scope.Step.Migration.KeepsBeforeImages)
        {
            await images.ForgetAsync(scope.Step.Migration.Tree, scope.Step.Migration.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FinishAsync(StepScope scope, CancellationToken cancellationToken)
    {
        if (!scope.UsesTransaction)
        {
            await record.FinishAsync(scope, null, cancellationToken).ConfigureAwait(false);
            await ranges.DeleteAsync(scope.Held, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        var session = scope.Sessions[0];
        await session.WithTransactionAsync(
            async token =>
            {
                await ranges.DeleteAsync(scope.Held, session, token).ConfigureAwait(false);
                await record.FinishAsync(scope, session, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    // Waits for all, and throws the first real failure rather than the cancellations that followed from it.
    private static async Task WhenAllAsync(IReadOnlyList<Task> tasks)
    {
        try
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (tasks.FirstOrDefault(t => t.IsFaulted) is { Exception.InnerException: { } failure })
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
