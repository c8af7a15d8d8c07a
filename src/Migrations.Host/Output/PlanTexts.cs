using System.Globalization;
using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using MongoDB.Bson;
using Spectre.Console;

namespace Migrations.Host.Output;

// The steps of a plan for people: those that a run would take, and below them those that it would not.
internal static class PlanTable
{
    public static TextTable Of(Plan plan)
    {
        var table = new TextTable(TextColumn.Lead("Step"), TextColumn.Lead("Tree"), TextColumn.Lead("Migration"), TextColumn.Name("Version"), TextColumn.Sentence("Title"), TextColumn.Name("Way back"));
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            Add(table, plan.Steps[i], (i + 1).ToString("N0", CultureInfo.InvariantCulture), ResumptionText.Of(plan.Steps[i]));
        }

        foreach (var step in plan.Held)
        {
            Add(table, step, "-", step.Migration.NotWritten is not null ? WayBack.NotWrittenYet : step.Migration.DownNotWritten is not null ? $"way back {WayBack.NotWrittenYet}" : "held back");
        }

        return table;
    }

    private static void Add(TextTable table, PlannedStep step, string number, string? mark)
    {
        var migration = step.Migration;
        var title = $"{migration.Identity.Title}{(migration.OneShot is { } name ? $" (one-shot {name})" : "")}{(mark is null ? "" : $" ({mark})")}";
        table.Add($"{number} {(step.Direction == MigrationDirection.Up ? "up" : "down")}", migration.Tree, migration.Id, TextColumn.Version(step.HeadAfter?.Line, step.HeadAfter?.Version), title, WayBack.Text(step));
    }
}

// Where a plan would run, and how much its steps have to do.
internal static class ForecastText
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Server(ChannelInfo server) =>
        $"Server {server.Server} (version {server.ServerVersion}), {server.Deployment switch { DeploymentKind.ReplicaSet => "replica set", DeploymentKind.Sharded => "sharded cluster", _ => "standalone" }}, {(server.SupportsTransactions ? "with" : "without")} transactions";

    public static string Of(StepForecast forecast)
    {
        var matching = forecast.Matching is { } count ? $", {Number(count)} to look at" : "";
        var images = forecast.ImageBytes switch { 0 => "", null => "; its images take space, too", { } bytes => $"; its images take about {Size(bytes)}" };
        return $"  {forecast.Step.Migration.Identity}: about {Number(forecast.Documents)} document(s) in '{forecast.Collection}'{(forecast.Bytes is { } size ? $", {Size(size)}" : "")}{matching}{images}";
    }

    public static string Of(StepEstimate estimate) => $"  {estimate.Step.Migration.Identity}: " + (estimate.Duration is { } duration
        ? string.Create(CultureInfo.InvariantCulture, $"estimated {Time(duration)} to read and compute, from a sample of {estimate.Sample} document(s) and one worker; writing is not in it")
        : $"no estimate: {estimate.Reason}");

    private static string Time(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):00}:{time.Minutes:00}:{time.Seconds:00}");

    private static string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
        {
            size /= 1000;
        }

        return size.ToString(unit == 0 || size >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture) + $" {Units[unit]}";
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

// How an unfinished migration continues: only a document migration knows how far it got.
internal static class ResumptionText
{
    // Null for one that runs for the first time.
    public static string? Of(PlannedStep step) =>
        !step.IsResumed ? null
        : !step.Migration.Kind.RunsInBatches ? "again from the start"
        : "resumed";
}

// A dry run as text: where each tree would go, and what would be done.
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
            string.Create(CultureInfo.InvariantCulture, $"Dry run only, {report.Duration.TotalSeconds:0.0} s in a transaction that was rolled back; no changes were made."),
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

    private static string PreconditionLine(PreconditionResult result) => $"  - {result.Migration.Identity} requires: {result.Precondition.Description}: {(result.IsSkipped ? $"skipped ({result.Fault})" : "met")}";

    private static string Name(Migrations.Engine.Model.Revision? revision) => revision is null ? "base" : revision.Version is null ? revision.Id : $"{(revision.Line is null ? "" : revision.Line + " ")}{revision.Version}";
}

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
