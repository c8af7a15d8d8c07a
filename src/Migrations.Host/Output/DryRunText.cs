using System.Globalization;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;

namespace Migrations.Host.Output;

// A dry run as lines for people: where each tree would go, and what would be done there.
internal static class DryRunText
{
    public static IEnumerable<string> Lines(DryRunReport report, string database)
    {
        if (report.Steps.Count == 0)
        {
            return [report.Plan.Held.Count == 0 ? $"Nothing to do: {database} is where it should be." : $"Nothing would be done on {database}."];
        }

        return
        [
            .. report.Steps.GroupBy(s => s.Step.Migration.Tree, StringComparer.Ordinal).Select(tree => $"Planned {(report.Plan.Request.Direction == MigrationDirection.Up ? "upgrade" : "rollback")} of {tree.Key}: {Name(tree.First().Step.HeadBefore)} -> {Name(tree.Last().Step.HeadAfter)}"),
            "",
            "The following actions would be performed:",
            .. report.Steps.SelectMany(StepLines),
            .. report.Preconditions.Select(PreconditionLine),
            "",
            string.Create(CultureInfo.InvariantCulture, $"Dry run only, {report.Duration.TotalSeconds:0.0} s in a transaction that was taken back; no changes were made."),
        ];
    }

    private static IEnumerable<string> StepLines(DryRunStep step)
    {
        var migration = step.Step.Migration;
        foreach (var action in step.Actions)
        {
            yield return action.Collection is null ? $"  - {action.Description}" : $"  - [{action.Collection}] {action.Description}";
        }

        if (step.Counts.Inserted + step.Counts.Modified + step.Counts.Deleted > 0 || step.Actions.Count == 0)
        {
            yield return $"  - {migration.Identity} {migration.Identity.Title}: {CountText.Of(step.Counts)}{(step.Documents < step.Total ? string.Create(CultureInfo.InvariantCulture, $" in the first {step.Documents:N0} of {step.Total:N0} documents") : "")}";
        }

        yield return $"  - [_migrations.heads] Update the schema version of {migration.Tree} to {Name(step.Step.HeadAfter)}";
    }

    private static string PreconditionLine(PreconditionResult result) => $"  - {result.Migration.Identity} requires: {result.Precondition.Description}: {(result.IsSkipped ? $"passed over ({result.Fault})" : "met")}";

    private static string Name(Migrations.Engine.Model.Revision? revision) => revision is null ? "base" : revision.Version is null ? revision.Id : $"{(revision.Line is null ? "" : revision.Line + " ")}{revision.Version}";
}
