namespace Migrations.Engine.Expecting;

// The name that somebody probably meant.
internal static class SimilarName
{
    // Null where none is close: more than a third of the letters would have to be others.
    public static string? Find(string name, IEnumerable<string> names)
    {
        var nearest = names.Select(n => (Name: n, Distance: Distance(Fold(name), Fold(n)))).OrderBy(n => n.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= name.Length / 3 ? nearest.Name : null;
    }

    // Spellings of one name: Full_Name, fullName.
    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    // How many letters are to be inserted, left out, replaced or exchanged with their neighbours.
    private static int Distance(string one, string other)
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
