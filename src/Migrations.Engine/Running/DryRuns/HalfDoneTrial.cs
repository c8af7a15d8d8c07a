using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Running.DryRuns;

// A trial begins at the first document. Where an interrupted run has been, it would try what is done once more, and what it said would be wrong.
internal static class HalfDoneTrial
{
    public static void Refuse(Plan plan, DatabaseState state)
    {
        foreach (var step in plan.Steps)
        {
            if (step.IsTurnedBack)
            {
                throw Refusal(step, "is half done, and only a rollback can tell which documents are, once it has finished the announced batches. Nothing was tried. Roll it back, or finish it first.");
            }

            if (step.IsResumed && !step.IsFromImages && state.Find(step.Migration.Tree, step.Migration.Id) is { HasChangedData: true } record && !(TellsDone(step) && record.Progress is not { IsUnmarked: true }))
            {
                throw Refusal(step, step.Direction == MigrationDirection.Up
                    ? "is half done, and its documents do not tell which of them are. Nothing was tried: what is done would be migrated once more. Finish it with 'migrations migrate' ('--on-document-error collect' lists the documents that fail), or roll it back with 'migrations rollback'."
                    : "is on its way back, and its documents do not tell which of them are back. Nothing was tried: what is back would be rolled back once more. Finish it with 'migrations rollback'.");
            }
        }
    }

    private static bool TellsDone(PlannedStep step) =>
        step.Migration.Kind is not DocumentKind kind || StepBodies.Of(step) is not DocumentMigration body || kind.IsRepeatable(body) || kind.TellsMigrated(body, step.Direction);

    private static MigrationException Refusal(PlannedStep step, string text) =>
        MigrationFault.Of(step.Migration, MigrationErrorCode.InterruptedRun, $"Migration {step.Migration.Identity} '{step.Migration.Identity.Title}' {text}");
}
