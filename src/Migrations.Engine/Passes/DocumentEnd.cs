using System.Globalization;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

// The end of a document migration, while others write: what they wrote is migrated, and then the server refuses more of it.
internal sealed class DocumentEnd(PassSource source, Func<Task<RangeProgress>> pass)
{
    private bool _isUnmarked;
    private bool _isReported;

    public async Task CatchUpAsync(RangeProgress first, bool isFollowedByRule, CancellationToken cancellationToken)
    {
        var scope = source.Scope;
        if (IsPossible(first))
        {
            await CatchUp.RunAsync(scope, source.Collection, () => CountAsync(cancellationToken), RunPassAsync, source.Kind.MovesDocuments, isFollowedByRule).ConfigureAwait(false);
            await source.Failures.ThrowIfAnyAsync(cancellationToken).ConfigureAwait(false);
        }

        ReportUnmarked(first);
    }

    public async Task EnforceAsync(CollectionRule rule, RangeProgress first, CancellationToken cancellationToken)
    {
        var stillOpen = IsPossible(first) ? source.Filter : null;
        await rule.RequireFulfilledAsync(stillOpen, cancellationToken).ConfigureAwait(false);
        await rule.EnforceAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // What others wrote between the last pass and the validator.
            await CatchUpAsync(first, isFollowedByRule: false, cancellationToken).ConfigureAwait(false);
            await rule.RequireFulfilledAsync(null, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e) when (e.Code is MigrationErrorCode.ValidatorUnfulfilled or MigrationErrorCode.OldShapeLeft)
        {
            await rule.RelaxAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private bool IsPossible(RangeProgress first) => !_isUnmarked && CatchUp.IsPossible(source, first);

    private async Task<RangeProgress> RunPassAsync()
    {
        var progress = await pass().ConfigureAwait(false);
        _isUnmarked |= progress.IsUnmarked;
        return progress;
    }

    private Task<long> CountAsync(CancellationToken cancellationToken) => source.Filter.ElementCount == 0 ? source.Reader.CountExactlyAsync(cancellationToken) : source.Reader.CountAsync(cancellationToken);

    private void ReportUnmarked(RangeProgress first)
    {
        if ((_isUnmarked || first.IsUnmarked) && !_isReported)
        {
            _isReported = true;
            source.Scope.Report(new ReportedAction
            {
                Description = "Leave what others wrote meanwhile as it is: Filter also matches migrated documents, and they would be migrated twice",
                Collection = source.Collection,
            });
        }
    }
}

// Others write while a collection is migrated. Where the filter leaves out what is migrated, the collection is gone through again until it matches nothing, or nothing changes any more.
internal static class CatchUp
{
    private const int MostPasses = 20;

    // Where all documents were moved away, what is there is new.
    public static bool IsPossible(PassSource source, RangeProgress progress) =>
        source.Kind.MovesDocuments ? progress.AreAllMoved : !progress.IsUnmarked && source.Kind.TellsMigrated(source.Body, source.Scope.Step.Direction);

    public static async Task RunAsync(StepScope scope, string collection, Func<Task<long>> count, Func<Task<RangeProgress>> pass, bool isMoving, bool isFollowedByRule)
    {
        var caughtUp = new WriteCounts();
        var left = await count().ConfigureAwait(false);
        for (var number = 1; left > 0; number++)
        {
            if (number > MostPasses)
            {
                if (isFollowedByRule)
                {
                    // The validator stops others from writing the old shape; then the rest is migrated.
                    break;
                }

                throw Left(scope, collection, left);
            }

            var progress = await pass().ConfigureAwait(false);
            caughtUp = WriteCounts.Sum(caughtUp, progress.Counts);
            // What is left then is what the migration does not change, or would change twice.
            if (isMoving ? !progress.AreAllMoved : progress.IsUnmarked || progress.Counts.Modified == 0)
            {
                break;
            }

            left = await count().ConfigureAwait(false);
        }

        if (caughtUp.Modified + caughtUp.Deleted is > 0 and var documents)
        {
            scope.Report(new ReportedAction { Description = $"Catch up {documents} document(s) that were written meanwhile", Collection = collection });
        }
    }

    private static MigrationException Left(StepScope scope, string collection, long left) => new(
        MigrationErrorCode.OldShapeLeft,
        string.Create(CultureInfo.InvariantCulture, $"Migration {scope.Step.Migration.Identity} '{scope.Step.Migration.Identity.Title}' went through '{collection}' {MostPasses} more times, and {left:N0} document(s) are still not migrated: others write the old shape faster than it is migrated. It does not count as applied; what is migrated is kept. Stop what writes the old shape, or deploy the version that writes the new one, and run again: only the rest is migrated then."));
}
