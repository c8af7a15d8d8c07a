using System.Globalization;
using Migrations.Host.GateReports;
using Migrations.Host.Output;
using Spectre.Console;

namespace Migrations.Host.Fleets;

// The result for people: a row for each database, and below them the sum.
internal static class FleetText
{
    private const int MostNamed = 20;

    // The whole of a failure is in the errors.
    private const int LongestText = 140;

    public static TextTable Table(FleetReport report) => report.ToMatrix() is { } matrix ? Matrix(report, matrix) : Results(report);

    public static IEnumerable<string> Lines(FleetReport report)
    {
        yield return $"{report.Outcomes.Count} database(s): {Sum(report)}, in {report.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.";
        var names = report.NotReached.Select(o => o.Name).ToList();
        if (names.Count > 0)
        {
            yield return $"Not reached, because {report.NotReached.First().Text}: {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "")}. Repeat the command to continue; databases that are done are passed over.";
        }
    }

    // While others are still worked on.
    public static string Ended(TargetOutcome outcome, int number, int total) =>
        string.Create(CultureInfo.InvariantCulture, $"[{number}/{total}] {outcome.Name}: {StateOf(outcome)} ({outcome.Duration.TotalSeconds:0.0} s){(outcome.State == TargetState.Done && outcome.Text.Length > 0 ? $": {outcome.Text}" : "")}");

    private static string Sum(FleetReport report) => string.Join(", ", Enum.GetValues<TargetState>()
        .Where(state => state == TargetState.Done || report.Count(state) > 0)
        .Select(state => string.Create(CultureInfo.InvariantCulture, $"{report.Count(state)} {StateOf(state)}")));

    private static TextTable Results(FleetReport report)
    {
        var table = new TextTable(TextColumn.Lead("Database"), TextColumn.Name("Time"), TextColumn.Sentence("What"), TextColumn.Name("State"));
        foreach (var outcome in report.Outcomes)
        {
            var what = outcome.State == TargetState.Failed ? $"{ErrorPages.NameOf(outcome.Code)}: {Start(outcome.Text)}" : outcome.State == TargetState.NotReached ? "" : outcome.Text;
            table.AddStated(StyleOf(outcome.State), outcome.Name, outcome.State == TargetState.NotReached ? "" : $"{outcome.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s", what, StateOf(outcome));
        }

        return table;
    }

    private static string Start(string text) =>
        text.Length <= LongestText ? text : $"{text[..(text.LastIndexOf(' ', LongestText) is > 0 and var end ? end : LongestText)]} ...";

    private static TextTable Matrix(FleetReport report, GateMatrix matrix)
    {
        var table = new TextTable([TextColumn.Lead("Database"), .. matrix.Trees.Select(TextColumn.Name), TextColumn.Name("Status")]);
        foreach (var (outcome, row) in report.Outcomes.Zip(matrix.Rows))
        {
            table.AddStated(StyleOf(outcome.State), [outcome.Name, .. matrix.Trees.Select(tree => row.Trees.GetValueOrDefault(tree)?.Text ?? "-"), outcome.Status is { } status ? StatusWord(status) : StateOf(outcome)]);
        }

        return table;
    }

    // DevelopmentBuild becomes 'development build'.
    private static string StatusWord(string status) => string.Concat(status.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? " " : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    private static string StateOf(TargetOutcome outcome) => outcome.ExitCode is { } code && outcome.State == TargetState.Failed
        ? string.Create(CultureInfo.InvariantCulture, $"failed with {(int)code}")
        : StateOf(outcome.State);

    private static string StateOf(TargetState state) => state switch
    {
        TargetState.Done => "done",
        TargetState.Pending => "pending",
        TargetState.Failed => "failed",
        TargetState.Cancelled => "cancelled",
        _ => "not reached",
    };

    private static Style StyleOf(TargetState state) => state switch
    {
        TargetState.Done => new Style(Color.Green),
        TargetState.Failed or TargetState.Cancelled => new Style(Color.Red),
        _ => new Style(Color.Yellow),
    };
}
