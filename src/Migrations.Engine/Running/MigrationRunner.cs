using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Kinds.FreeForm;
using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Locking;
using Migrations.Engine.Storage.Progress;
using Migrations.Engine.Undo;

namespace Migrations.Engine.Running;

// Runs the steps of a plan, one after the other, under a lease. The first failure ends the run.
internal sealed class MigrationRunner(ICommandChannel channel, AuthorAccess authors, ChannelInfo server, string database, StepRecord record, RangeStore ranges, ErrorStore errors, ImageStore images, PreconditionCheck preconditions, RunSettings settings, HalfDoneCure halfDone, IRunObserver observer, TimeProvider time)
{
    public async Task<IReadOnlyList<StepResult>> RunAsync(Plan plan, DatabaseState state, Lease lease, CancellationToken cancellationToken)
    {
        var results = new List<StepResult>();
        var taken = new Dictionary<MigrationDescriptor, AppliedMigration>();
        var throttle = new Throttle(channel, server, settings, observer, time);
        var known = await preconditions.FindAsync(plan.Steps, cancellationToken).ConfigureAwait(false);
        PreconditionCheck.ThrowOnFaults(known);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        foreach (var step in plan.Steps)
        {
            either.Token.ThrowIfCancellationRequested();
            var usesTransaction = TransactionChoice.UsesTransaction(step.Migration, settings.Transaction, server);
            observer.StepStarted(step, results.Count + 1, plan.Steps.Count, usesTransaction);
            var earlier = taken.GetValueOrDefault(step.Migration) ?? state.Find(step.Migration.Tree, step.Migration.Id);
            try
            {
                results.Add(await WithSessionsAsync(usesTransaction ? SessionsFor(step) : 0, async sessions =>
                {
                    var scope = new StepScope(step, lease, database, server, sessions, observer, time) { IsForced = plan.Request.IsForced, Written = step.IsResumed ? earlier?.Written ?? [] : [] };
                    await CheckPreconditionsAsync(scope, known, either.Token).ConfigureAwait(false);
                    return await RunStepAsync(scope, earlier, throttle, either.Token).ConfigureAwait(false);
                }).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (!lease.IsValid)
            {
                throw lease.LostError();
            }
            catch (MigrationException failure)
            {
                failure.In(step.Migration);
                throw;
            }

            taken[step.Migration] = record.AsLeft(step, lease);
        }

        authors.LateCalls.ThrowIfAny();
        return results;
    }

    private async Task CheckPreconditionsAsync(StepScope scope, IReadOnlyList<PreconditionResult> known, CancellationToken cancellationToken)
    {
        var results = await preconditions.FindAsync(scope.Step, null, cancellationToken).ConfigureAwait(false);
        PreconditionCheck.ThrowOnFaults(results);
        var skipped = results.Concat(known.Where(r => r.Migration == scope.Step.Migration)).Where(r => r.IsSkipped).ToList();
        foreach (var result in skipped)
        {
            observer.Noted($"Passed over by --force: {result.Precondition.Description}: {result.Fault}");
        }

        await record.ForceAsync(scope, skipped, cancellationToken).ConfigureAwait(false);
    }

    private int SessionsFor(PlannedStep step) => !step.IsFromImages && step.Migration.Kind.RunsInBatches ? settings.Workers : 1;

    private async Task<StepResult> WithSessionsAsync(int count, Func<IReadOnlyList<IChannelSession>, Task<StepResult>> run)
    {
        var sessions = Enumerable.Range(0, count).Select(_ => channel.StartSession()).ToList();
        try
        {
            return await run(sessions).ConfigureAwait(false);
        }
        finally
        {
            foreach (var session in sessions)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<StepResult> RunStepAsync(StepScope scope, AppliedMigration? earlier, Throttle throttle, CancellationToken cancellationToken)
    {
        await record.BeginAsync(scope, earlier, cancellationToken).ConfigureAwait(false);
        try
        {
            await RunBodyAsync(scope, scope.Step.IsResumed ? earlier?.Checkpoint : null, throttle, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (scope.Lease.IsValid)
        {
            await WriteFailureAsync(scope, cancelled).ConfigureAwait(false);
            throw;
        }
        catch (Exception failure) when (OwnFault(failure, scope.Step.Migration) is { } fault)
        {
            var told = await halfDone.TellAsync(scope, fault).ConfigureAwait(false);
            await WriteFailureAsync(scope, told).ConfigureAwait(false);
            if (told == failure)
            {
                throw;
            }

            throw told;
        }

        foreach (var action in scope.Actions)
        {
            observer.ActionReported(scope.Step, action);
        }

        var result = new StepResult { Step = scope.Step, UsedTransaction = scope.UsesTransaction, Duration = scope.Elapsed, Counts = scope.Counts, Actions = [.. scope.Actions] };
        observer.StepFinished(scope.Step, result);
        return result;
    }

    private Task RunBodyAsync(StepScope scope, RecordedCheckpoint? checkpoint, Throttle throttle, CancellationToken cancellationToken) =>
        scope.Step.IsFromImages ? new UndoStep(channel, record, ranges, images, throttle).RunAsync(scope, checkpoint, cancellationToken)
        : scope.Step.Migration.Kind.RunsInBatches ? new DocumentStep(channel, authors, record, ranges, errors, images, settings, throttle, time).RunAsync(scope, checkpoint, cancellationToken)
        : new FreeFormStep(authors, record, time).RunAsync(scope, cancellationToken);

    // A run that has lost its lock writes nothing.
    private static MigrationException? OwnFault(Exception failure, MigrationDescriptor migration) =>
        failure is MigrationException known ? known.Code == MigrationErrorCode.LockLost ? null : known : AuthorFault.Of(failure, migration);

    // The run is over either way; the failure itself matters more than that it could not be recorded.
    private async Task WriteFailureAsync(StepScope scope, Exception failure)
    {
        try
        {
            var reason = failure is OperationCanceledException ? "cancelled" : failure.Message;
            await record.FailAsync(scope, reason, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DatabaseException e)
        {
            observer.Noted($"The failure could not be recorded in the database, which still says 'running': {e.Message}");
        }
    }
}
