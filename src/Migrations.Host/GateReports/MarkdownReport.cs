using System.Globalization;
using System.Text;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.GateReports;

// For the summary of a pipeline's step, and for comments on a pull request: GitHub's Markdown.
internal static class MarkdownReport
{
    private const int MostCases = 200;

    public static string Write(GateReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {Mark(report.ExitCode)} migrations {report.Command}: {Escape(report.Outcome)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Database {Code(report.Database ?? "not known")}{(report.Graph is null ? "" : $", plugin {Code(report.Plugin)}")}, exit code {(int)report.ExitCode}, {report.Duration.TotalSeconds:0.0} s.\n");
        Findings(text, report.Findings);
        Cases(text, report);
        return text.Append('\n').ToString();
    }

    private static void Findings(StringBuilder text, IReadOnlyList<GateFinding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        text.Append("\n### Findings\n\n");
        foreach (var finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{(finding.IsWarning ? "warning" : "error")} [{ErrorPages.NameOf(finding.Code)}]({ErrorPages.PageOf(finding.Code)})** {Escape(finding.Text)}{(finding.File is { Length: > 0 } file ? $" ({Code($"{file}:{Math.Max(1, finding.Line)}")})" : "")}\n");
        }
    }

    private static void Cases(StringBuilder text, GateReport report)
    {
        var cases = report.Cases;
        if (cases.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n| | {(report.IsFleet ? "Server | Database" : "Tree | Migration or check")} | |\n|---|---|---|---|\n");
        // What needs somebody comes first; a summary has little room.
        foreach (var gateCase in cases.OrderBy(c => c.Outcome == GateOutcome.Failed ? 0 : 1).Take(MostCases))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Mark(gateCase.Outcome)} | {Escape(gateCase.Group)} | {Escape(gateCase.Name)} | {(gateCase.Code is { } code ? ErrorPages.NameOf(code) : Escape(gateCase.Text))} |\n");
        }

        if (cases.Count > MostCases)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nThe first {MostCases} of {cases.Count}.\n");
        }
    }

    private static string Mark(ExitCode code) => code switch { ExitCode.Done => "✅", ExitCode.Pending => "⏳", _ => "❌" };

    private static string Mark(GateOutcome outcome) => outcome switch { GateOutcome.Passed => "✅", GateOutcome.Failed => "❌", _ => "➖" };

    // Text from data must not become a link, an image or HTML.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in SafeText.OneLine(text))
        {
            escaped.Append(@"\`*_[]()<>|#!".Contains(character, StringComparison.Ordinal) ? $"\\{character}" : character == '&' ? "&amp;" : character.ToString());
        }

        return escaped.ToString();
    }

    private static string Code(string text) => $"`{SafeText.OneLine(text).Replace('`', '\'')}`";
}
