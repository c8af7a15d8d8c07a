using Migrations.Engine.Planning;

namespace Migrations.Host.Output;

// How an unfinished migration continues: only a document migration knows how far it got.
internal static class ResumptionText
{
    // Null for one that runs for the first time.
    public static string? Of(PlannedStep step) =>
        !step.IsResumed ? null
        : !step.Migration.Kind.RunsInBatches ? "again from the start"
        : "resumed";
}
