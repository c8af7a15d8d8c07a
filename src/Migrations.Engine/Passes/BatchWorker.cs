using MongoDB.Bson;
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
    // Each refused document costs a transaction over the whole page.
    private const int RetrySize = 50;

    public async Task RunAsync(ConcurrentQueue<RangeCheckpoint> queue, RangeProgress progress, Func<Task> stop, CancellationToken stopped)
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
            // One worker's failure fails the run: the others stop after their batch.
            await stop().ConfigureAwait(false);
            throw;
        }
    }

    // Ends the batch that an earlier run announced in a range.
    public async Task<RangeCheckpoint> SettleAsync(RangeCheckpoint range, CancellationToken stopped)
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

    private async Task RunRangeAsync(RangeCheckpoint range, RangeProgress progress, CancellationToken stopped)
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
            // Cancelled in a pause, between batches: the range is left as usual.
        }

        await LeaveAsync(range, stopped).ConfigureAwait(false);
    }

    private async Task LeaveAsync(RangeCheckpoint range, CancellationToken stopped)
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
            // The next run continues with what is stored.
        }
        catch (DatabaseException e) when (ServerOverload.IsReportedBy(e))
        {
            // Cancelling does not wait any longer: the next run finds the last batch announced, and sees by its hashes that it is written.
        }
    }

    private async Task<RangeCheckpoint> LeaveNowAsync(RangeCheckpoint range)
    {
        await protocol.LeaveAsync(range, scope.Lease.Lost).ConfigureAwait(false);
        return range with { IsAhead = false };
    }

    // Cancelling waits for the batch, which is short; only a lost lock does not.
    private Task<RangeCheckpoint> RunNextAsync(RangeCheckpoint range, CancellationToken stopped) =>
        throttle.RunAsync(() => OrStoredAsync(protocol.RunNextAsync(range, scope.Lease.Lost), range), () => ReadAgainAsync(range), stopped);

    // Null when none are left.
    private Task<RangeCheckpoint?> RetryNextAsync(IDocumentProtocol documents, RangeCheckpoint range, int size, CancellationToken stopped) => throttle.RunAsync<RangeCheckpoint?>(
        async () => await failures.ReadOlderAsync(size, stopped).ConfigureAwait(false) is { Count: > 0 } ids ? await OrStoredAsync(documents.RetryAsync(range, ids, scope.Lease.Lost), range).ConfigureAwait(false) : null,
        async () => await ReadAgainAsync(range).ConfigureAwait(false),
        stopped);

    // A server that was killed may have lost batches that it had acknowledged: they are done again from where it stands.
    private async Task<RangeCheckpoint> OrStoredAsync(Task<RangeCheckpoint> batch, RangeCheckpoint range)
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

    // What is stored counts, even if it is older than what was acknowledged: the hashes show whether an announced batch is written.
    private async Task<RangeCheckpoint> ReadAgainAsync(RangeCheckpoint range)
    {
        failures.ExpectOlder();
        Task<RangeCheckpoint> ReadAsync(CancellationToken token) => ranges.ReadAsync(scope.Held, range.Number, session, token);
        return await (session is null ? ReadAsync(scope.Lease.Lost) : session.WithTransactionAsync(ReadAsync, scope.Lease.Lost)).ConfigureAwait(false);
    }
}

// How a batch and its checkpoint become atomic: in a transaction, or by announcing the batch before it is written.
internal interface IBatchProtocol : IDisposable
{
    // Migrates the next batch of a range and returns the new checkpoint; done when there are no more documents.
    Task<RangeCheckpoint> RunNextAsync(RangeCheckpoint reached, CancellationToken cancellationToken);

    // Stores what is known about a range that is left.
    Task LeaveAsync(RangeCheckpoint reached, CancellationToken cancellationToken) => Task.CompletedTask;

    void IDisposable.Dispose()
    {
    }
}

// A protocol that handles single documents, and so can leave some behind.
internal interface IDocumentProtocol : IBatchProtocol
{
    // Migrates documents that an earlier run left behind, as part of a range whose position stays as it is.
    Task<RangeCheckpoint> RetryAsync(RangeCheckpoint reached, IReadOnlyList<BsonValue> ids, CancellationToken cancellationToken);
}
