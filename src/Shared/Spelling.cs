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
