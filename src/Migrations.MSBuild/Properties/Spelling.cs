namespace Migrations.MSBuild.Properties;

// Whether a name is meant for another one.
internal static class Spelling
{
    // A letter in a short name, two in a long one.
    private const int LongName = 6;

    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var nearest = known.OrderBy(k => Distance(name, k)).ThenBy(k => k, StringComparer.Ordinal).FirstOrDefault();
        return nearest is not null && Distance(name, nearest) <= (nearest.Length < LongName ? 1 : 2) ? nearest : null;
    }

    // How many letters have to be added, taken away, replaced, or exchanged with their neighbour.
    public static int Distance(string a, string b)
    {
        var (above, row, last) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            (last, above, row) = (above, row, last);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (IsSame(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], last[j - 2] + 1);
                }
            }
        }

        return row[b.Length];
    }

    private static bool IsSame(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
