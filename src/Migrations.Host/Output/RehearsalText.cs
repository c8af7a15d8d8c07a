using System.Globalization;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Reporting;

namespace Migrations.Host.Output;

// A rehearsal as text: for each step, whether a rollback restores the data.
internal static class RehearsalText
{
    public static IEnumerable<string> Lines(RehearsalReport report, string database)
    {
        if (report.Steps.Count == 0)
        {
            return [report.Plan.Held.Count == 0 ? $"Nothing to rehearse: {database} is where it should be." : $"Nothing was rehearsed on {database}."];
        }

        return
        [
            .. report.Steps.SelectMany(s => Details(s).Prepend($"  {s.Step.Migration.Identity} {s.Step.Migration.Identity.Title}: {Outcome(s)}")),
            string.Create(CultureInfo.InvariantCulture, $"Rehearsed on {database} in {report.Duration.TotalSeconds:0.0} s, in a transaction that was rolled back; no changes were made."),
        ];
    }

    public static string Of(RehearsedStep step) =>
        $"The way back of {step.Step.Migration.Identity} '{step.Step.Migration.Identity.Title}' does not restore the data: {Number(step.DifferentDocuments)} of {Number(step.Documents)} document(s) are not what they were. {OfDocument(step.Differences[0])}. A rollback would leave them like that. Correct the Down, or replace it by [KeepBeforeImages].";

    // Each reported document, on a line of its own.
    private static IEnumerable<string> Details(RehearsedStep step) => step.Differences.Select(d => $"    - {OfDocument(d)}")
        .Concat(step.DifferentDocuments > step.Differences.Count && step.Differences.Count > 0 ? [$"    - and {Number(step.DifferentDocuments - step.Differences.Count)} more"] : []);

    private static string OfDocument(RehearsalDifference difference) => $"{new BsonDocument("_id", difference.Id).ToText()} of '{difference.Collection}': {difference.Text}";

    private static string Outcome(RehearsedStep step) => step.Outcome switch
    {
        RehearsalOutcome.Exact => $"{Number(step.Documents)} document(s) came back exactly",
        RehearsalOutcome.Different => $"{Number(step.DifferentDocuments)} of {Number(step.Documents)} document(s) were not restored",
        _ => $"not compared: {step.Reason}",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
