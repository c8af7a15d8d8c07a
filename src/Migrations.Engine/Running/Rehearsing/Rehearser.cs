using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Guarding;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Running.DryRuns;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;

namespace Migrations.Engine.Running.Rehearsing;

// Runs each step and its way back in one transaction, compares, and rolls everything back.
internal sealed class Rehearser(ICommandChannel channel, ChannelInfo server, string database, StateNames names, DryRunLimits limits, Func<ICommandChannel, DryRunner> dryRuns, TimeProvider time)
{
    public async Task<IReadOnlyList<RehearsedStep>> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await AttemptAsync(plan, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e) when (e is DocumentsFailedException || e.Code is MigrationErrorCode.WriteFailed or MigrationErrorCode.FieldStepRefused)
        {
            // The first document that is refused ends the transaction. A dry run goes on behind it, and names all that are refused on the way there.
            await dryRuns(channel).RunAsync(plan, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<IReadOnlyList<RehearsedStep>> AttemptAsync(Plan plan, CancellationToken cancellationToken)
    {
        var touched = plan.Steps.Any(IsComparedByCollection) ? await FindTouchedAsync(plan, cancellationToken).ConfigureAwait(false) : [];
        var steps = new List<RehearsedStep>();
        var session = channel.StartSession();
        await using (session.ConfigureAwait(false))
        {
            session.StartTransaction();
            try
            {
                foreach (var step in plan.Steps)
                {
                    var started = time.GetTimestamp();
                    var rehearsed = steps.Any(s => s.Outcome == RehearsalOutcome.Different)
                        ? NotCompared(step, "an earlier rollback does not restore the data")
                        : await RunStepAsync(step, touched, session, cancellationToken).ConfigureAwait(false);
                    steps.Add(rehearsed with { Duration = time.GetElapsedTime(started) });
                }
            }
            finally
            {
                await session.AbortTransactionAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        return steps;
    }

    private static bool IsComparedByCollection(PlannedStep step) => step is { Direction: MigrationDirection.Up, Migration.IsReversible: true } && !IsComparedByDocument(step);

    // Emitting migrations write anywhere, as free-form code does.
    private static bool IsComparedByDocument(PlannedStep step) => step.Migration.Kind is { RunsInBatches: true, WritesAnywhere: false };

    // Free-form code does not declare what it writes, so all steps are run once before.
    private async Task<IReadOnlyList<string>> FindTouchedAsync(Plan plan, CancellationToken cancellationToken)
    {
        var touched = new TouchedCollections(channel);
        var (steps, _) = await dryRuns(touched).RunAsync(plan, cancellationToken).ConfigureAwait(false);
        return [.. touched.Names.Union(steps.SelectMany(s => s.Touched), StringComparer.Ordinal).Where(n => !names.Owns(n)).Order(StringComparer.Ordinal)];
    }

    private async Task<RehearsedStep> RunStepAsync(PlannedStep step, IReadOnlyList<string> touched, IChannelSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeStepAsync(step, touched, session, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e)
        {
            e.In(step.Migration);
            throw;
        }
        catch (Exception e) when (AuthorFault.Of(e, step.Migration) is { } fault)
        {
            throw fault;
        }
    }

    private async Task<RehearsedStep> TakeStepAsync(PlannedStep step, IReadOnlyList<string> touched, IChannelSession session, CancellationToken cancellationToken)
    {
        var documents = new DocumentRehearsal(channel, server, database, session, limits);
        if (step.Direction == MigrationDirection.Down)
        {
            return await BackAsync(step, documents, session, cancellationToken).ConfigureAwait(false);
        }

        if (!step.Migration.IsReversible)
        {
            await dryRuns(channel).RunStepAsync(step, session, cancellationToken).ConfigureAwait(false);
            return NotCompared(step, step.Migration.KeepsBeforeImages ? "it has no way back of its own: it is rolled back from its images" : "it is irreversible");
        }

        return IsComparedByDocument(step)
            ? Compared(step, [await documents.ThereAndBackAsync(step, cancellationToken).ConfigureAwait(false)])
            : await CompareCollectionsAsync(step, touched, session, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RehearsedStep> BackAsync(PlannedStep step, DocumentRehearsal documents, IChannelSession session, CancellationToken cancellationToken)
    {
        var images = new ImageStore(new CollectionCommands(channel, database), names);
        if (!step.IsFromImages && step.Migration.KeepsBeforeImages && await images.FindNewestAsync(step.Migration.Tree, step.Migration.Id, session, cancellationToken).ConfigureAwait(false) is not null)
        {
            return Compared(step, [await documents.BackToImagesAsync(step, images, cancellationToken).ConfigureAwait(false)]);
        }

        await dryRuns(channel).RunStepAsync(step, session, cancellationToken).ConfigureAwait(false);
        return NotCompared(step, step.IsFromImages ? "it is rolled back from its images, which are what was" : "it kept no images, so it is not known what was");
    }

    private async Task<RehearsedStep> CompareCollectionsAsync(PlannedStep step, IReadOnlyList<string> touched, IChannelSession session, CancellationToken cancellationToken)
    {
        var before = new Dictionary<string, CollectionSnapshot?>(StringComparer.Ordinal);
        foreach (var collection in touched)
        {
            before.Add(collection, await SnapshotAsync(collection, session, cancellationToken).ConfigureAwait(false));
        }

        var there = await dryRuns(channel).RunStepAsync(step, session, cancellationToken).ConfigureAwait(false);
        if (there.Documents < there.Total)
        {
            return NotCompared(step, $"only the first {there.Documents} of {there.Total} documents were tried");
        }

        await dryRuns(channel).RunStepAsync(step.Turned(), session, cancellationToken).ConfigureAwait(false);
        var (comparisons, tooLarge) = (new List<DocumentComparison>(), new List<string>());
        foreach (var (collection, was) in before)
        {
            if (was is null || await SnapshotAsync(collection, session, cancellationToken).ConfigureAwait(false) is not { } after)
            {
                tooLarge.Add(collection);
                continue;
            }

            comparisons.Add(new DocumentComparison(collection));
            was.CompareWith(after, comparisons[^1]);
        }

        if (comparisons.All(c => c.Different == 0))
        {
            await dryRuns(channel).RunStepAsync(step, session, cancellationToken).ConfigureAwait(false);
        }

        return tooLarge.Count > 0 && comparisons.All(c => c.Different == 0) ? NotCompared(step, $"{string.Join(", ", tooLarge)} is too large to be compared: more than {limits.MaxDocuments} documents or 64 MB") : Compared(step, comparisons);
    }

    private Task<CollectionSnapshot?> SnapshotAsync(string collection, IChannelSession session, CancellationToken cancellationToken) =>
        CollectionSnapshot.ReadAsync(channel, database, collection, limits, session, cancellationToken);

    private static RehearsedStep NotCompared(PlannedStep step, string reason) => new() { Step = step, Outcome = RehearsalOutcome.NotCompared, Reason = reason };

    private static RehearsedStep Compared(PlannedStep step, IReadOnlyList<DocumentComparison> comparisons) => new()
    {
        Step = step,
        Outcome = comparisons.Any(c => c.Different > 0) ? RehearsalOutcome.Different : RehearsalOutcome.Exact,
        Documents = comparisons.Sum(c => c.Documents),
        DifferentDocuments = comparisons.Sum(c => c.Different),
        Differences = [.. comparisons.SelectMany(c => c.Differences)],
    };
}
