using System.Collections.Concurrent;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// One of the workers of a step: takes ranges from the queue and runs their batches one after the other.
internal sealed class BatchWorker(IBatchProtocol protocol, WorkerThrottle throttle, RangeStore ranges, StepScope scope, IChannelSession? session, DocumentFailures failures) : IDisposable
{
    // Each refused document of such a page costs a transaction over all of it.
    private const int RetrySize = 50;

    public async Task RunAsync(ConcurrentQueue<Checkpoint> queue, RangeProgress progress, Func<Task> stop, CancellationToken stopped)
    {
        try
        {
            while (!stopped.IsCancellationRequested && queue.TryDequeue(out var range))
            {
                await RunRangeAsync(range, progress, stopped).ConfigureAwait(false);
            }
        }
        catch
        {
            // One worker's failure is the run's: the others end after their batch.
            await stop().ConfigureAwait(false);
            throw;
        }
    }

    // Ends the batch that an earlier run announced in a range.
    public async Task<Checkpoint> SettleAsync(Checkpoint range, CancellationToken stopped)
    {
        while (range.IsAnnounced)
        {
            stopped.ThrowIfCancellationRequested();
            range = await RunNextAsync(range, stopped).ConfigureAwait(false);
        }

        return range;
    }

    // What earlier runs left behind, page by page. Every page shortens the list, because what fails again belongs to this run.
    public async Task RetryAsync(RangeProgress progress, int batchSize, CancellationToken stopped)
    {
        if (failures.Count == 0 || protocol is not IDocumentProtocol documents)
        {
            return;
        }

        var range = progress.First;
        while (await RetryNextAsync(documents, range, Math.Min(RetrySize, batchSize), stopped).ConfigureAwait(false) is { } next)
        {
            range = next;
            while (range.IsAnnounced)
            {
                range = await RunNextAsync(range, stopped).ConfigureAwait(false);
            }

            progress.Report(range);
        }
    }

    public void Dispose()
    {
        throttle.Dispose();
        protocol.Dispose();
    }

    private async Task RunRangeAsync(Checkpoint range, RangeProgress progress, CancellationToken stopped)
    {
        try
        {
            while (!range.IsDone && !stopped.IsCancellationRequested)
            {
                range = await RunNextAsync(range, stopped).ConfigureAwait(false);
                progress.Report(range);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested && !scope.Lease.Lost.IsCancellationRequested)
        {
            // Cancelled in a pause, when no batch was under way: the range is left like any other.
        }

        await LeaveAsync(range, stopped).ConfigureAwait(false);
    }

    private async Task LeaveAsync(Checkpoint range, CancellationToken stopped)
    {
        while (range.IsAhead && !stopped.IsCancellationRequested)
        {
            range = await throttle.RunAsync(() => OrStoredAsync(LeaveNowAsync(range), range), () => ReadAgainAsync(range), stopped).ConfigureAwait(false);
        }

        try
        {
            await LeaveNowAsync(range).ConfigureAwait(false);
        }
        catch (CheckpointMovedException)
        {
            // What is stored is what the next run goes on with.
        }
        catch (DatabaseException e) when (Overload.IsSaidBy(e))
        {
            // Whoever cancels waits no longer: the next run finds the last batch announced, and by its hashes written.
        }
    }

    private async Task<Checkpoint> LeaveNowAsync(Checkpoint range)
    {
        await protocol.LeaveAsync(range, scope.Lease.Lost).ConfigureAwait(false);
        return range with { IsAhead = false };
    }

    // Whoever cancels waits for the batch, which is short; only a lost lock does not.
    private Task<Checkpoint> RunNextAsync(Checkpoint range, CancellationToken stopped) =>
        throttle.RunAsync(() => OrStoredAsync(protocol.RunNextAsync(range, scope.Lease.Lost), range), () => ReadAgainAsync(range), stopped);

    // Null when none are left.
    private Task<Checkpoint?> RetryNextAsync(IDocumentProtocol documents, Checkpoint range, int size, CancellationToken stopped) => throttle.RunAsync<Checkpoint?>(
        async () => await failures.ReadOlderAsync(size, stopped).ConfigureAwait(false) is { Count: > 0 } ids ? await OrStoredAsync(documents.RetryAsync(range, ids, scope.Lease.Lost), range).ConfigureAwait(false) : null,
        async () => await ReadAgainAsync(range).ConfigureAwait(false),
        stopped);

    // A server that was killed may have lost batches that it had acknowledged: they are done again from where it stands.
    private async Task<Checkpoint> OrStoredAsync(Task<Checkpoint> batch, Checkpoint range)
    {
        try
        {
            return await batch.ConfigureAwait(false);
        }
        catch (CheckpointMovedException)
        {
            return await ReadAgainAsync(range).ConfigureAwait(false);
        }
    }

    // What is stored counts, also where it is behind what was heard: a batch that is announced there is found written by its hashes, if it is.
    private async Task<Checkpoint> ReadAgainAsync(Checkpoint range)
    {
        failures.ExpectOlder();
        Task<Checkpoint> ReadAsync(CancellationToken token) => ranges.ReadAsync(scope.Held, range.Number, session, token);
        return await (session is null ? ReadAsync(scope.Lease.Lost) : session.WithTransactionAsync(ReadAsync, scope.Lease.Lost)).ConfigureAwait(false);
    }
}
