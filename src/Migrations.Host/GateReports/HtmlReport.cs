using System.Globalization;
using System.Xml.Linq;
using Migrations.Engine.Reporting;
using Migrations.Host.Output;
using Migrations.Host.Pictures;
using Migrations.Shared;

namespace Migrations.Host.GateReports;

// One page that people open from a pipeline: how it ended, what does not fit, where the database stands, and what was done to it. It loads nothing and runs nothing.
internal static class HtmlReport
{
    public static string Write(GateReport report)
    {
        var page = Element(
            "html",
            new XAttribute("lang", "en"),
            Element(
                "head",
                Element("meta", new XAttribute("charset", "utf-8")),
                Element("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                Element("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
                Element("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", "default-src 'none'; style-src 'unsafe-inline'")),
                Element("title", $"migrations {report.Command}: {Clean(report.Outcome)}"),
                Element("style", HtmlStyle.Text)),
            Element("body", Heading(report), Findings(report), Cases(report), Trees(report), Picture(report), HtmlTimeline.Of(report.Journal), Footer(report)));
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    public static XElement Element(string name, params object?[] content)
    {
        var element = new XElement(name, content);
        // Only these may be written without an end.
        if (element.IsEmpty && name is not ("meta" or "br"))
        {
            element.Add("");
        }

        return element;
    }

    public static XAttribute Style(string name) => new("class", name);

    public static string Clean(string text) => SafeText.Log(text);

    public static string Moment(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static XElement? Section(string title, params object?[] content) => Element("section", Element("h2", title), content);

    private static XElement Heading(GateReport report) => Element(
        "header",
        Style(report.ExitCode switch { ExitCode.Done => "good", ExitCode.Pending => "waiting", _ => "bad" }),
        Element("p", Style("command"), $"migrations {report.Command}"),
        Element("h1", Clean(report.Outcome)),
        Element(
            "dl",
            Fact("Database", report.Database ?? "not known"),
            Fact("Server", report.Status is { } status ? $"{status.Server.Server} ({status.Server.ServerVersion})" : "not known"),
            Fact("Plugin", report.Plugin.Length > 0 ? report.Plugin : "not loaded"),
            Fact("Migrations", Counts(report)),
            Fact("Exit code", ((int)report.ExitCode).ToString(CultureInfo.InvariantCulture)),
            Fact("Started", $"{Moment(report.Started.UtcDateTime)}, took {report.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s")));

    private static XElement Fact(string name, string value) => Element("div", Element("dt", name), Element("dd", Clean(value)));

    private static string Counts(GateReport report)
    {
        var migrations = report.Status?.Trees.SelectMany(t => t.Migrations).ToList() ?? [];
        return report.Status is null ? "not known" : string.Create(CultureInfo.InvariantCulture, $"{migrations.Count(m => m.Record is { IsApplied: true })} applied, {report.Status.PendingCount} pending");
    }

    private static XElement? Findings(GateReport report) => report.Findings.Count == 0 ? null : Section("Findings", report.Findings.Select(Finding));

    private static XElement Finding(GateFinding finding) => Element(
        "article",
        Style(finding.IsWarning ? "finding warning" : "finding error"),
        Element(
            "p",
            Style("code"),
            Element("a", new XAttribute("href", ErrorPages.PageOf(finding.Code)), new XAttribute("rel", "noreferrer"), $"{(finding.IsWarning ? "warning" : "error")} {ErrorPages.NameOf(finding.Code)}"),
            finding.Migration is { } migration ? Element("span", Clean(migration.ToString())) : null),
        Element("p", Clean(finding.Text)),
        finding.File is { Length: > 0 } file ? Element("p", Style("place"), string.Create(CultureInfo.InvariantCulture, $"{Clean(file)}:{Math.Max(1, finding.Line)}")) : null);

    private static XElement? Cases(GateReport report) => report.Cases.Count == 0 ? null : Section("Results", Table(
        ["", "Tree", "Migration or check", "Time", ""],
        report.Cases.Select(c => Row(
            c.Outcome switch { GateOutcome.Passed => "applied", GateOutcome.Failed => "failed", _ => "open" },
            c.Outcome switch { GateOutcome.Passed => "passed", GateOutcome.Failed => "failed", _ => "skipped" },
            c.Group,
            c.Name,
            c.Duration == TimeSpan.Zero ? "" : c.Duration.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture),
            c.Code is { } code ? ErrorPages.NameOf(code) : c.Text))));

    private static XElement? Trees(GateReport report) => report.Status is not { Trees.Count: > 0 } status ? null : Section("Status", Element("p", Clean(status.Message)), Table(
        ["State", "Tree", "Migration", "Version", "Title"],
        status.Trees.SelectMany(t => t.Migrations.Select(m => Row(StyleOf(StateOf(m)), StateText.Of(m) + (m.Id == t.Head ? " (current)" : ""), t.Name, m.Id, m.Version ?? "", m.Title)))));

    private static XElement? Picture(GateReport report)
    {
        if (report.Graph is not { } graph || graph.Trees.All(t => t.Revisions.Count == 0))
        {
            return null;
        }

        var states = report.Status?.Trees.SelectMany(t => t.Migrations).Where(m => m.Migration is not null).ToDictionary(m => m.Migration!, StateOf);
        return Section("Revisions", Element("div", Style("picture"), SvgPicture.Draw([.. graph.Trees], states is null ? null : m => states.GetValueOrDefault(m))));
    }

    private static RowState StateOf(MigrationStatus migration) => migration.Record switch
    {
        { IsApplied: true } => RowState.Applied,
        { IsUnfinished: true } => RowState.Failed,
        _ => RowState.Open,
    };

    private static string StyleOf(RowState state) => state switch { RowState.Applied => "applied", RowState.Failed => "failed", _ => "open" };

    private static XElement Table(string[] names, IEnumerable<XElement> rows) =>
        Element("div", Style("table"), Element("table", Element("thead", Element("tr", names.Select(n => Element("th", n)))), Element("tbody", rows)));

    private static XElement Row(string style, params string[] cells) => Element("tr", Style(style), cells.Select((cell, number) => Element("td", number == 0 ? Element("span", Style("state"), Clean(cell)) : Clean(cell))));

    private static XElement Footer(GateReport report) => Element("footer", $"{Execution.HostIdentity.Create().Product}, {Moment((report.Started + report.Duration).UtcDateTime)}");
}
