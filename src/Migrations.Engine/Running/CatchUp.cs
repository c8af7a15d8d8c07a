using Migrations.Engine.Reporting;

namespace Migrations.Engine.Running;

// Others write while a collection is migrated. Where the filter leaves out what is migrated, the collection is gone through again until it matches nothing, or nothing changes any more.
internal static class CatchUp
{
    private const int MostPasses = 20;

    public static bool IsPossible(DocumentMigration body, MigrationDirection direction) =>
        direction == MigrationDirection.Up && (body is FieldMigration || (body.Filter.ToDocument().Count > 0 && (body is PipelineMigration || body.IsConvergent)));

    public static async Task<WriteCounts> RunAsync(StepScope scope, string collection, Func<Task<long>> count, Func<Task<WriteCounts>> pass)
    {
        var caughtUp = new WriteCounts();
        for (var number = 1; number <= MostPasses && await count().ConfigureAwait(false) > 0; number++)
        {
            var counts = await pass().ConfigureAwait(false);
            if (counts.Modified == 0)
            {
                break;
            }

            caughtUp = WriteCounts.Sum(caughtUp, counts);
        }

        if (caughtUp.Modified > 0)
        {
            scope.Report(new ReportedAction { Description = $"Catch up {caughtUp.Modified} document(s) that were written meanwhile", Collection = collection });
        }

        return caughtUp;
    }
}
