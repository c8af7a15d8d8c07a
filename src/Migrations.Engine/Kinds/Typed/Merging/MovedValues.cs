namespace Migrations.Engine.Kinds.Typed.Merging;

// Elements that are numbered anew take the names of their neighbours, and what tells them apart tells the wrong ones. It shows in their other values, which then are
// those that other elements had.
internal static class MovedValues
{
    public static bool AreSeen(List<(int Old, int New)> pairs, ListMatch match, string[] before, string[] after)
    {
        var different = pairs.Where(p => before[p.Old] != after[p.New]).ToList();
        if (different.Count == 0)
        {
            return false;
        }

        var (olds, news) = (different.ConvertAll(p => p.Old), different.ConvertAll(p => p.New));
        var (gone, come) = (match.Olds.Except(pairs.Select(p => p.Old)), match.News.Except(pairs.Select(p => p.New)));
        return AreAmong(news.Select(j => after[j]), olds.Concat(gone).Select(i => before[i])) || AreAmong(olds.Select(i => before[i]), news.Concat(come).Select(j => after[j]));
    }

    private static bool AreAmong(IEnumerable<string> values, IEnumerable<string> all)
    {
        var left = all.CountBy(v => v, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (!left.TryGetValue(value, out var count) || count == 0)
            {
                return false;
            }

            left[value] = count - 1;
        }

        return true;
    }
}
