using Migrations.Engine.Reporting;

namespace Migrations.Engine.Running;

// Others write while a collection is migrated. Where the filter leaves out what is migrated, the collection is gone through again until it matches nothing, or nothing changes any more.
internal static class CatchUp
{
    private const int MostPasses = 20;

    // Where all documents were moved away, what is there is new.
    public static bool IsPossible(DocumentMigration body, MigrationDirection direction, RangeProgress progress) => body is EmitMigration
        ? progress.AreAllMoved
        : direction == MigrationDirection.Up && (body is FieldMigration || (body.RenderFilter(direction).ElementCount > 0 && (body is PipelineMigration || body.IsConvergent)));

    public static async Task RunAsync(StepScope scope, string collection, Func<Task<long>> count, Func<Task<RangeProgress>> pass, bool isMoving)
    {
        var caughtUp = new WriteCounts();
        for (var number = 1; number <= MostPasses && await count().ConfigureAwait(false) > 0; number++)
        {
            var progress = await pass().ConfigureAwait(false);
            caughtUp = WriteCounts.Sum(caughtUp, progress.Counts);
            if (isMoving ? !progress.AreAllMoved : progress.Counts.Modified == 0)
            {
                break;
            }
        }

        if (caughtUp.Modified + caughtUp.Deleted is > 0 and var documents)
        {
            scope.Report(new ReportedAction { Description = $"Catch up {documents} document(s) that were written meanwhile", Collection = collection });
        }
    }
}
