using System.Globalization;
using System.Xml.Linq;
using Migrations.Host.Output;

namespace Migrations.Host.GateReports;

// JUnit XML as build servers read it (the schema is Jenkins's, the strictest that they agree on): a suite for each tree, a test case for each migration and check.
internal static class JUnitReport
{
    public static string Write(GateReport report)
    {
        var suites = report.Cases.GroupBy(c => c.Group, StringComparer.Ordinal).Select(group => Suite(report, group.Key, [.. group])).ToList();
        var root = new XElement("testsuites", new XAttribute("name", $"migrations {report.Command}"), Counts(report.Cases), Time(report.Duration), suites);
        return $"{new XDeclaration("1.0", "utf-8", null)}\n{root.ToString().ReplaceLineEndings("\n")}\n";
    }

    private static XElement Suite(GateReport report, string group, IReadOnlyList<GateCase> cases) => new(
        "testsuite",
        new XAttribute("name", Clean(group)),
        Counts(cases),
        new XAttribute("skipped", cases.Count(c => c.Outcome == GateOutcome.Skipped)),
        new XAttribute("timestamp", report.Started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
        new XAttribute("hostname", Environment.MachineName),
        Time(TimeSpan.FromTicks(cases.Sum(c => c.Duration.Ticks))),
        new XElement("properties", Property("database", report.Database ?? ""), Property("plugin", report.Plugin), Property("exitCode", ((int)report.ExitCode).ToString(CultureInfo.InvariantCulture))),
        cases.Select(c => Case(report, c)));

    private static XElement Case(GateReport report, GateCase gateCase) => new(
        "testcase",
        new XAttribute("name", Clean(gateCase.Name)),
        new XAttribute("classname", Clean($"{(report.IsFleet ? "databases" : report.Database ?? report.Command)}.{gateCase.Group}")),
        Time(gateCase.Duration),
        gateCase.Outcome switch
        {
            GateOutcome.Failed => new XElement("failure", new XAttribute("type", ErrorPages.NameOf(gateCase.Code)), new XAttribute("message", Clean(FirstLine(gateCase.Text))), Clean(gateCase.Text)),
            GateOutcome.Skipped => new XElement("skipped", Clean(gateCase.Text)),
            _ => null,
        });

    private static XAttribute[] Counts(IReadOnlyList<GateCase> cases) =>
    [
        new("tests", cases.Count),
        new("failures", cases.Count(c => c.Outcome == GateOutcome.Failed)),
        new("errors", 0),
    ];

    private static XElement Property(string name, string value) => new("property", new XAttribute("name", name), new XAttribute("value", Clean(value)));

    private static XAttribute Time(TimeSpan duration) => new("time", duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));

    private static string FirstLine(string text) => text.Split('\n')[0];

    private static string Clean(string text) => SafeText.Log(text);
}
