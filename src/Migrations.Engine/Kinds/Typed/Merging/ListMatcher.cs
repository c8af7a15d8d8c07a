using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

// Finds the elements of a list again: the same objects; then the same ids; then other evidence that a new element is an old one. Nothing is guessed while fields could be lost.
internal static class ListMatcher
{
    public static ListMatch ByPlace(int before, int after)
    {
        var match = new ListMatch(before, after);
        for (var i = 0; i < Math.Min(before, after); i++)
        {
            match.Take(i, i);
        }

        return match;
    }

    // Null if a key is missing or not unique.
    public static ListMatch? ByKey(string?[] before, string?[] after, IEnumerable<int> precious)
    {
        var olds = before.Index().Where(k => k.Item is not null).ToLookup(k => k.Item!, k => k.Index, StringComparer.Ordinal);
        var news = after.Index().Where(k => k.Item is not null).ToLookup(k => k.Item!, k => k.Index, StringComparer.Ordinal);
        if (precious.Any(i => before[i] is not { } key || olds[key].Count() > 1 || news[key].Count() > 1))
        {
            return null;
        }

        var match = new ListMatch(before.Length, after.Length);
        foreach (var key in olds)
        {
            foreach (var (old, current) in key.Zip(news[key.Key]))
            {
                match.Take(old, current);
            }
        }

        return match;
    }

    public static ListMatch ByEvidence(Shape item, ListVersions list, List<(int Old, int New)> sameObjects, bool[] isPrecious, ActualTypes types)
    {
        var match = new ListMatch(list.Untouched.Count, list.Result.Count);
        sameObjects.ForEach(pair => match.Take(pair.Old, pair.New));
        if (IsInDoubt(match, isPrecious) && (item is not ClassShape shape || (TakeIds(match, shape, list, types) && TakeTelling(match, shape, list, types))))
        {
            TakeUnchanged(match, list);
        }

        if (!match.Olds.Exists(i => isPrecious[i]))
        {
            TakeEqual(match, list);
            TakeRest(match);
        }

        return match;
    }

    // Whether it is unknown if an element was removed, or became one of the new ones.
    public static bool IsInDoubt(ListMatch match, bool[] isPrecious) => match.News.Count > 0 && match.Olds.Exists(i => isPrecious[i]);

    private static bool TakeIds(ListMatch match, ClassShape item, ListVersions list, ActualTypes types)
    {
        var pairs = list.UntouchedValues(item, ElementIds.Ids, types).PairsWith(list.ResultValues(item, ElementIds.Ids, types)).ToList();
        if (MovedValues.AreSeen(pairs, match, list.UntouchedOthers(item, types), list.ResultOthers(item, types)))
        {
            return false;
        }

        pairs.ForEach(pair => match.Take(pair.Old, pair.New));
        return true;
    }

    // Only if all of them agree and keep the order: swapped values look like swapped elements. False otherwise.
    private static bool TakeTelling(ListMatch match, ClassShape item, ListVersions list, ActualTypes types)
    {
        if (list.Untouched.Count < 2 || match.News.Count == 0)
        {
            return true;
        }

        var pairs = list.UntouchedValues(item, ElementIds.All, types).PairsWith(list.ResultValues(item, ElementIds.All, types))
            .Where(p => match.IsGone[p.Old] || match.Before[p.New] < 0).Distinct().Order().ToList();
        for (var i = 0; i < pairs.Count; i++)
        {
            if (!match.IsGone[pairs[i].Old] || match.Before[pairs[i].New] >= 0 || (i > 0 && (pairs[i].Old <= pairs[i - 1].Old || pairs[i].New <= pairs[i - 1].New)))
            {
                return false;
            }
        }

        if (MovedValues.AreSeen(pairs, match, list.UntouchedOthers(item, types), list.ResultOthers(item, types)))
        {
            return false;
        }

        pairs.ForEach(pair => match.Take(pair.Old, pair.New));
        return true;
    }

    // What the code left unchanged, in its place.
    private static void TakeUnchanged(ListMatch match, ListVersions list)
    {
        if (!match.IsInPlace)
        {
            return;
        }

        foreach (var i in match.Olds)
        {
            if (list.IsEqual(i, i) || list.IsTakenOver(i, i))
            {
                match.Take(i, i);
            }
        }
    }

    // Nothing can be lost: elements with the same bytes are matched in order.
    private static void TakeEqual(ListMatch match, ListVersions list)
    {
        if (match.IsInPlace)
        {
            foreach (var i in match.Olds)
            {
                if (list.IsEqual(i, i))
                {
                    match.Take(i, i);
                }
            }
        }

        var (before, after) = (list.UntouchedKeys(), list.ResultKeys());
        var olds = match.Olds.GroupBy(i => before[i], StringComparer.Ordinal).ToDictionary(g => g.Key, g => new Queue<int>(g), StringComparer.Ordinal);
        foreach (var j in match.News)
        {
            if (olds.TryGetValue(after[j], out var same) && same.TryDequeue(out var i))
            {
                match.Take(i, j);
            }
        }
    }

    private static void TakeRest(ListMatch match)
    {
        if (match.IsInPlace)
        {
            match.Olds.ForEach(i => match.Take(i, i));
        }
    }
}

// Which elements of a list, as it was copied, are which of the list after the author's code. Only what is sure is taken; ListMatcher says what that is.
internal sealed class ListMatch
{
    public ListMatch(int before, int after)
    {
        Before = new int[after];
        IsGone = new bool[before];
        Array.Fill(Before, -1);
        Array.Fill(IsGone, true);
    }

    // For each element after the code its old index, or -1 for a new one.
    public int[] Before { get; }

    // The elements that the code removed: all others were found.
    public bool[] IsGone { get; }

    public List<int> Olds => Rest(IsGone.Length, i => IsGone[i]);

    public List<int> News => Rest(Before.Length, j => Before[j] < 0);

    // Whether all matched elements are in their old places, in a list of the old length.
    public bool IsInPlace => IsGone.Length == Before.Length && Before.Index().All(b => b.Item < 0 || b.Item == b.Index);

    // An element is matched only once.
    public void Take(int old, int current)
    {
        if (old >= 0 && old < IsGone.Length && IsGone[old] && Before[current] < 0)
        {
            Before[current] = old;
            IsGone[old] = false;
        }
    }

    private static List<int> Rest(int count, Func<int, bool> isLeft) => [.. Enumerable.Range(0, count).Where(isLeft)];
}

// Renumbered elements get the keys of their neighbours, and the key identifies the wrong ones. Their other values show that: they then are
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
