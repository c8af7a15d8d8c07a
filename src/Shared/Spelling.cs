namespace Migrations.Shared;

// Which of the names that there are was meant by one that is none of them.
internal static class Spelling
{
    // Below this length one letter may differ, from it on two.
    private const int LongName = 6;

    // The one to ask about: at most a third of its letters would have to be others. Null where none is that close.
    public static string? Nearest(string name, IEnumerable<string> known) => Closest(name, known) is { } nearest && Distance(name, nearest) <= Math.Max(1, name.Length / 3) ? nearest : null;

    // Behind what is written, "" or a question that names the nearest.
    public static string Question(string name, IEnumerable<string> known, string prefix = "") => Nearest(name, known) is { } nearest ? $" Did you mean {prefix}{nearest}?" : "";

    // Null where it may as well be a name of its own: only a slip of the finger counts.
    public static string? Slip(string name, IEnumerable<string> known) => Closest(name, known) is { } nearest && Distance(name, nearest) <= (nearest.Length < LongName ? 1 : 2) ? nearest : null;

    public static string? Closest(string name, IEnumerable<string> known) => known.OrderBy(k => Distance(name, k)).ThenBy(k => k, StringComparer.Ordinal).FirstOrDefault();

    private static int Distance(string one, string other) => EditDistance.Between(one.ToUpperInvariant(), other.ToUpperInvariant());
}
