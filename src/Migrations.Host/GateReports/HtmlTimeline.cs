using System.Globalization;
using System.Xml.Linq;
using Migrations.Engine.Storage;
using static Migrations.Host.GateReports.HtmlReport;

namespace Migrations.Host.GateReports;

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
