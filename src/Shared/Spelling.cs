namespace Migrations.Shared;

// Suggests which of the known names was meant by an unknown one.
internal static class Spelling
{
    // Up to this length one letter may differ, otherwise two.
    private const int LongName = 6;

    // The one to suggest: at most a third of its letters differ. Null if none is that close.
    public static string? Nearest(string name, IEnumerable<string> known) => Closest(name, known) is { } nearest && Distance(name, nearest) <= Math.Max(1, name.Length / 3) ? nearest : null;

    // Appended to a message: "", or a question with the nearest name.
    public static string Question(string name, IEnumerable<string> known, string prefix = "") => Nearest(name, known) is { } nearest ? $" Did you mean {prefix}{nearest}?" : "";

    // Null if it may be an unrelated name: only typing errors count.
    public static string? Slip(string name, IEnumerable<string> known) => Closest(name, known) is { } nearest && Distance(name, nearest) <= (nearest.Length < LongName ? 1 : 2) ? nearest : null;

    public static string? Closest(string name, IEnumerable<string> known) => known.OrderBy(k => Distance(name, k)).ThenBy(k => k, StringComparer.Ordinal).FirstOrDefault();

    private static int Distance(string one, string other) => EditDistance.Between(one.ToUpperInvariant(), other.ToUpperInvariant());
}

// The distance of two words: how many letters have to be added, removed, replaced, or swapped with their neighbour.
internal static class EditDistance
{
    public static int Between(string one, string other)
    {
        int[] before = [], last = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var costs = new int[other.Length + 1];
            costs[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var isExchanged = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                var replaced = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                costs[j] = Math.Min(Math.Min(replaced, Math.Min(last[j], costs[j - 1]) + 1), isExchanged ? before[j - 2] + 1 : int.MaxValue);
            }

            (before, last) = (last, costs);
        }

        return last[other.Length];
    }
}
