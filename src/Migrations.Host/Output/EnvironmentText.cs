using System.Globalization;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage.Environments;

namespace Migrations.Host.Output;

// With what a database was migrated, as lines.
internal static class EnvironmentText
{
    public static IEnumerable<string> Lines(EnvironmentReport report, bool isCheck)
    {
        yield return "This machine:";
        foreach (var line in Values(report.Current))
        {
            yield return line;
        }

        foreach (var line in report.Recorded.SelectMany(Lines))
        {
            yield return line;
        }

        yield return Conclusion(report);
        foreach (var difference in isCheck ? [] : report.Differences)
        {
            yield return $"  {difference}{(difference.Matters ? "" : " (seldom matters)")}";
        }
    }

    private static IEnumerable<string> Lines(RecordedEnvironment recorded) =>
    [
        $"{Time(recorded.First)}{(recorded.Runs == 1 ? "" : $" to {Time(recorded.Last)}")}, {recorded.Runs} run(s), {recorded.Hash[..12]}:",
        .. recorded.Changes.Count > 0 ? recorded.Changes.Select(c => $"  changed: {c}") : Values(recorded.Environment),
    ];

    private static IEnumerable<string> Values(RunEnvironment environment) =>
    [
        $"  {environment.Runtime}, {environment.Architecture}, {environment.System}",
        $"  MongoDB.Driver {environment.Driver}, server {environment.Server} ({environment.Topology}), feature compatibility version {environment.Compatibility ?? "unknown"}",
        $"  packages of {environment.Plugin}: {(environment.Packages is { } packages ? packages.Count == 0 ? "none" : string.Join(", ", packages.Select(p => $"{p.Key} {p.Value}")) : "unknown")}",
    ];

    private static string Conclusion(EnvironmentReport report) =>
        report.Recorded.Count == 0 ? $"No run has recorded yet what it worked with on {report.Database}."
        : report.Differences.Count == 0 ? $"This machine is what {report.Database} was migrated with last."
        : $"This machine differs in {report.Differences.Count} point(s) from what {report.Database} was migrated with last{(report.Differences.Any(d => d.Matters) ? "" : ", none of which matters")}.";

    private static string Time(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
