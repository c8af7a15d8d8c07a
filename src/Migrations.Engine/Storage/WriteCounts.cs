using System.Globalization;

namespace Migrations.Engine.Storage;

/// <summary>What was written, counted from the server's replies.</summary>
internal sealed record WriteCounts
{
    /// <summary>Documents inserted.</summary>
    public long Inserted { get; init; }

    /// <summary>Documents that update filters matched.</summary>
    public long Matched { get; init; }

    /// <summary>Documents changed.</summary>
    public long Modified { get; init; }

    /// <summary>Documents removed.</summary>
    public long Deleted { get; init; }

    internal static WriteCounts Sum(WriteCounts a, WriteCounts b) => new()
    {
        Inserted = a.Inserted + b.Inserted,
        Matched = a.Matched + b.Matched,
        Modified = a.Modified + b.Modified,
        Deleted = a.Deleted + b.Deleted,
    };
}

/// <summary>What was written in one collection, or by one command in several.</summary>
/// <param name="Collection">The collection; several are separated by commas.</param>
/// <param name="Counts">What the server answered.</param>
internal sealed record CollectionWrites(string Collection, WriteCounts Counts);

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
