using Migrations.Engine.Database;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Wording;

namespace Migrations.Engine.Steps;

// Checks whether the data are as migrations require. All failures are listed; force skips those that may be skipped.
internal sealed class PreconditionCheck(AuthorAccess authors, bool isForced)
{
    // Before the first step; preconditions that are not static are only listed.
    public async Task<IReadOnlyList<PreconditionResult>> FindAsync(IEnumerable<PlannedStep> steps, CancellationToken cancellationToken)
    {
        var results = new List<PreconditionResult>();
        foreach (var migration in steps.Where(s => s.Direction == MigrationDirection.Up).Select(s => s.Migration))
        {
            foreach (var precondition in migration.Preconditions)
            {
                results.Add(precondition.IsStatic
                    ? await CheckAsync(migration, precondition, null, cancellationToken).ConfigureAwait(false)
                    : new PreconditionResult { Migration = migration, Precondition = precondition });
            }
        }

        return results;
    }

    // Just before a step, on the data after the earlier steps, in their transaction if there is one.
    public async Task<IReadOnlyList<PreconditionResult>> FindAsync(PlannedStep step, IChannelSession? session, CancellationToken cancellationToken)
    {
        var results = new List<PreconditionResult>();
        if (step is { Direction: MigrationDirection.Up, IsResumed: false })
        {
            foreach (var precondition in step.Migration.Preconditions.Where(p => !p.IsStatic))
            {
                results.Add(await CheckAsync(step.Migration, precondition, session, cancellationToken).ConfigureAwait(false));
            }
        }

        return results;
    }

    public static void ThrowOnFaults(IEnumerable<PreconditionResult> results)
    {
        var faults = results.Where(r => r.Fault is not null && !r.IsSkipped).ToList();
        if (faults.Count > 0)
        {
            var cure = faults.TrueForAll(f => f.Precondition.IsSkippable) ? "Correct the data, or skip them with '--force', which is journaled." : "Correct the data and run again.";
            throw new MigrationException(
                MigrationErrorCode.PreconditionFailed,
                $"{faults.Count} precondition(s) are not met, so nothing (more) was migrated:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. {f.Migration.Identity} '{f.Migration.Identity.Title}': {f.Precondition.Description}: {f.Fault}{(f.Precondition.IsSkippable ? " (skippable)" : "")}"))}\n{cure}").InOnly(faults.Select(f => f.Migration));
        }
    }

    private async Task<PreconditionResult> CheckAsync(MigrationDescriptor migration, PreconditionAttribute precondition, IChannelSession? session, CancellationToken cancellationToken)
    {
        var fault = await FindFaultAsync(migration, precondition, session, cancellationToken).ConfigureAwait(false);
        return new PreconditionResult { Migration = migration, Precondition = precondition, IsChecked = true, Fault = fault, IsSkipped = fault is not null && isForced && precondition.IsSkippable };
    }

    private async Task<string?> FindFaultAsync(MigrationDescriptor migration, PreconditionAttribute precondition, IChannelSession? session, CancellationToken cancellationToken)
    {
        using var visit = authors.OpenForReading(session);
        try
        {
            return await precondition.FindFaultAsync(visit.Database, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (visit.FindTransient(e) is { } transient)
        {
            throw transient;
        }
        catch (Exception e) when (!Cancellation.Is(e, cancellationToken))
        {
            throw MigrationFault.Of(
                migration,
                MigrationErrorCode.PreconditionFailed,
                $"The precondition '{precondition.GetType().Name}' of {migration.Identity} '{migration.Identity.Title}' could not be checked: {e.GetType().Name}: {Sentence.Of(e.Message)} Nothing (more) was migrated. Correct it.",
                e);
        }
    }
}

internal static class PostCondition
{
    public static async Task CheckAsync(MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        if (context.Direction == MigrationDirection.Up)
        {
            await VerifyAsync(body, visit, context, cancellationToken).ConfigureAwait(false);
        }

        visit.LateCalls.ThrowIfAny(context.Migration);
    }

    private static async Task VerifyAsync(MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await body.VerifyAsync(context, cancellationToken).ConfigureAwait(false);
            visit.Succeed();
            if (await visit.EndAsync().ConfigureAwait(false) is { Count: > 0 } open)
            {
                throw CallRefusal.OfUnawaited(open);
            }

            visit.ThrowIfFaulted();
        }
        catch (Exception e) when (!Cancellation.Is(e, cancellationToken) && visit.FindTransient(e) is { } transient)
        {
            throw transient;
        }
        catch (Exception e) when (!Cancellation.Is(e, cancellationToken) && e is not MigrationException { Code: MigrationErrorCode.LockLost })
        {
            throw new MigrationException(
                MigrationErrorCode.PostConditionFailed,
                $"Migration {context.Migration} '{context.Migration.Title}' ran, but its own check failed: {Sentence.Of(e.Message)} It does not count as applied. {RunAgain.CorrectedWithData}",
                e);
        }
    }
}
