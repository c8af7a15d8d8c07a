using System.Text;
using Migrations.Engine.Naming;
using Migrations.Engine.Trails;

namespace Migrations.Engine.Checking;

// The history that the database has against the one that the plugin has, line by line: '-' only in the database, '+' only in the plugin.
internal static class HistoryDiff
{
    public static string Write(Trail trail)
    {
        var plugin = trail.Way.Concat(LineEnd.PendingAfter(trail)).Select(m => new Entry(m.Id, m.Identity.Title)).ToList();
        var database = trail.Applied.Select(m => new Entry(m.Id, m.Identity.Title))
            .Concat(trail.Missing.OrderBy(r => r.Started).Select(r => new Entry(r.Id, r.Title)))
            .OrderBy(e => e.Id, RevisionId.Comparer).ToList();
        var known = plugin.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var applied = database.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder("\n    - database, + plugin:");
        foreach (var entry in plugin.UnionBy(database, e => e.Id, StringComparer.Ordinal).OrderBy(e => e.Id, RevisionId.Comparer))
        {
            var mark = !known.Contains(entry.Id) ? '-' : !applied.Contains(entry.Id) ? '+' : ' ';
            text.Append("\n    ").Append(mark).Append(' ').Append(entry.Id).Append(' ').Append(entry.Title);
        }

        return text.ToString();
    }

    private sealed record Entry(string Id, string Title);
}
