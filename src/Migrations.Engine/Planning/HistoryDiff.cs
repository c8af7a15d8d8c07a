using System.Text;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// The history that the database has against the one that the plugin has, line by line: '-' only in the database, '+' only in the plugin.
internal static class HistoryDiff
{
    public static string Write(Trail trail)
    {
        var applied = trail.Applied.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var entries = trail.Way.Concat(LineEnd.PendingAfter(trail)).Select(m => new Entry(applied.Contains(m.Id) || (m.IsBarrier && trail.Contains(m)) ? ' ' : '+', m.Id, m.Identity.Title)).ToList();
        foreach (var record in trail.Missing)
        {
            entries.Insert(PlaceOf(record, entries), new Entry('-', record.Id, record.Title));
        }

        var text = new StringBuilder("\n    - database, + plugin:");
        foreach (var entry in entries)
        {
            text.Append("\n    ").Append(entry.Mark).Append(' ').Append(entry.Id).Append(' ').Append(entry.Title);
        }

        return text.ToString();
    }

    // After the revision that it started from, if that was recorded; else where its id would stand.
    private static int PlaceOf(AppliedMigration record, List<Entry> entries)
    {
        var parent = entries.FindIndex(e => e.Id == record.Parent);
        var place = entries.FindIndex(e => RevisionId.Comparer.Compare(e.Id, record.Id) > 0);
        return parent >= 0 ? parent + 1 : record.Parent == RevisionName.Base ? 0 : place < 0 ? entries.Count : place;
    }

    private sealed record Entry(char Mark, string Id, string Title);
}
