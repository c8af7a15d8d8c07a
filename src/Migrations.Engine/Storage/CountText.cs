using System.Globalization;

namespace Migrations.Engine.Storage;

internal static class CountText
{
    public static string Of(JournalEntry entry) => Of(new WriteCounts { Modified = entry.Modified ?? 0, Inserted = entry.Inserted ?? 0, Deleted = entry.Deleted ?? 0 });

    public static string Of(WriteCounts counts) => OrNull(counts) ?? "none";

    // Null if nothing was written.
    public static string? OrNull(WriteCounts counts)
    {
        (string Name, long Count)[] parts = [("changed", counts.Modified), ("inserted", counts.Inserted), ("deleted", counts.Deleted)];
        var text = string.Join(", ", parts.Where(p => p.Count > 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count:N0} {p.Name}")));
        return text.Length == 0 ? null : text;
    }
}
