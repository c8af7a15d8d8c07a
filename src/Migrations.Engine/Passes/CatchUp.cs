using System.Globalization;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

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
