using System.Globalization;
using System.Xml.Linq;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Host.Output;
using Migrations.Host.Pictures;
using Migrations.Shared;
using static Migrations.Host.GateReports.HtmlReport;

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
            Element("body", Heading(report), Findings(report), Cases(report), Matrix(report.Matrix), Trees(report), Picture(report), HtmlTimeline.Of(report.Journal), Footer(report)));
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
        report.IsFleet ? ["", "Server", "Database", "Time", ""] : ["", "Tree", "Migration or check", "Time", ""],
        report.Cases.Select(c => Row(
            c.Outcome switch { GateOutcome.Passed => "applied", GateOutcome.Failed => "failed", _ => "open" },
            c.Outcome switch { GateOutcome.Passed => "passed", GateOutcome.Failed => "failed", _ => "skipped" },
            c.Group,
            c.Name,
            c.Duration == TimeSpan.Zero ? "" : c.Duration.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture),
            c.Code is { } code ? ErrorPages.NameOf(code) : c.Text))));

    // Databases down, trees across.
    private static XElement? Matrix(GateMatrix? matrix) => matrix is null ? null : Section("Databases and trees", Element("div", Style("table"), Element(
        "table",
        Element("thead", Element("tr", matrix.Trees.Prepend("Database").Select(name => Element("th", Clean(name))))),
        Element("tbody", matrix.Rows.Select(row => Element("tr", matrix.Trees.Select(tree => Cell(row.Trees.GetValueOrDefault(tree))).Prepend(Element("td", Clean(row.Database)))))))));

    private static XElement Cell(GateTree? tree) => tree is null ? Element("td", "not known") : Element(
        "td",
        Style(tree.State switch { GateTreeState.Current => "applied", GateTreeState.Faulty or GateTreeState.Unfinished => "failed", _ => "open" }),
        Element("span", Style("state"), Clean(tree.Text)));

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

// What was done to the database, newest first: an entry for each run, with its events in it.
internal static class HtmlTimeline
{
    public static XElement? Of(IReadOnlyList<JournalEntry> journal) => journal.Count == 0 ? null : Section("Journal", Element("ol", Style("timeline"), journal.GroupBy(e => e.Run, StringComparer.Ordinal).Select(Run)));

    private static XElement Run(IEnumerable<JournalEntry> run)
    {
        var events = run.OrderBy(e => e.At).ToList();
        var first = events[0];
        return Element(
            "li",
            Style(events.Any(e => e.Event is "fail" or "breakOff") ? "run failed" : "run"),
            Element("p", Style("when"), Element("time", new XAttribute("datetime", first.At.ToString("O", CultureInfo.InvariantCulture)), Moment(first.At)), Clean($" {first.Who}@{first.Host}, {first.Product}{(first.Plugin.Length > 0 ? $", plugin {first.Plugin}" : "")}")),
            Element("ul", events.Select(Event)));
    }

    private static XElement Event(JournalEntry entry) => Element(
        "li",
        Element("b", entry.Event),
        Clean($" {(entry.Id is null ? entry.Tree : $"{entry.Tree}@{entry.Id}")} {entry.Title}"),
        Figures(entry) is { Length: > 0 } figures ? Element("span", Style("figures"), figures) : null,
        entry.Detail is { Length: > 0 } detail ? Element("p", Style("detail"), Clean(detail)) : null);

    private static string Figures(JournalEntry entry) => string.Join(", ", new[]
    {
        Count(entry.Modified, "changed"),
        Count(entry.Inserted, "inserted"),
        Count(entry.Deleted, "deleted"),
        entry.Duration is { } duration ? duration.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture) : null,
    }.OfType<string>());

    private static string? Count(long? documents, string what) => documents > 0 ? string.Create(CultureInfo.InvariantCulture, $"{documents:N0} {what}") : null;
}

// The style sheet of the page: one column on a phone, dark where the reader's system is.
internal static class HtmlStyle
{
    public const string Text = """

        :root { --ground: #f5f6f8; --card: #ffffff; --line: #d5dae1; --text: #1c2128; --soft: #5b6572; --good: #1a7f4b; --bad: #c0271d; --wait: #9a6700; --link: #1f5fbf }
        @media (prefers-color-scheme: dark) { :root { --ground: #14171c; --card: #1c2027; --line: #363d48; --text: #e8ebf0; --soft: #a3acb9; --good: #63cf83; --bad: #ff8a80; --wait: #e0bd4a; --link: #7db0ff } }
        * { box-sizing: border-box }
        body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif }
        header, section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin-bottom: 1rem; overflow-wrap: anywhere }
        header { border-left: 6px solid var(--bad) }
        header.good { border-left-color: var(--good) }
        header.waiting { border-left-color: var(--wait) }
        h1 { font-size: 1.6rem; margin: 0 0 .75rem }
        h2 { font-size: 1.1rem; margin: 0 0 .75rem }
        a { color: var(--link) }
        .command { margin: 0; color: var(--soft); font-family: ui-monospace, Menlo, Consolas, monospace }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .5rem 1.5rem; margin: 0 }
        dt { color: var(--soft); font-size: .8rem }
        dd { margin: 0 }
        .finding { border-left: 4px solid var(--bad); padding: .1rem 0 .1rem .9rem; margin-bottom: 1rem; white-space: pre-line }
        .finding.warning { border-left-color: var(--wait) }
        .finding p { margin: .2rem 0 }
        .code a { font-weight: 600; margin-right: .6rem }
        .place, .detail, .when, .figures, footer { color: var(--soft); font-size: .85rem }
        .table, .picture { overflow-x: auto }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums }
        th { color: var(--soft); font-size: .8rem; font-weight: 600 }
        .state::before { content: ''; display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; border: 2px solid var(--soft); margin-right: .5rem }
        .applied .state::before { background: var(--good); border-color: var(--good) }
        .failed .state::before { background: var(--bad); border-color: var(--bad) }
        .picture svg { display: block; max-width: none }
        .timeline { list-style: none; margin: 0; padding: 0 0 0 1rem; border-left: 2px solid var(--line) }
        .timeline .run { position: relative; margin-bottom: 1rem }
        .timeline .run::before { content: ''; position: absolute; left: -1.42rem; top: .35rem; width: .7rem; height: .7rem; border-radius: 50%; background: var(--good) }
        .timeline .run.failed::before { background: var(--bad) }
        .timeline ul { margin: .2rem 0 0; padding-left: 1.1rem }
        .timeline p { margin: 0; white-space: pre-line }
        .figures { margin-left: .6rem }
        @media (max-width: 40rem) {
          body { padding: .5rem }
          header, section { padding: .75rem .9rem }
          thead { display: none }
          tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line) }
          td { display: inline; border: 0; padding: 0 .5rem 0 0 }
          td:first-child { display: block }
        }

        """;
}
