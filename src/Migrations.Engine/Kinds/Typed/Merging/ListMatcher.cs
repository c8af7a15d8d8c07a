using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

// Finds the elements of a list again: the same objects; then the same ids; then what else tells that an element which was made anew is one of before. Nothing else is taken for it while fields could go astray.
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

    // Null where a key is not there or not the only one.
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

    // Whether nobody can tell if an element went, or became one of the new ones.
    public static bool IsInDoubt(ListMatch match, bool[] isPrecious) => match.News.Count > 0 && match.Olds.Exists(i => isPrecious[i]);

    private static bool TakeIds(ListMatch match, ClassShape item, ListVersions list, ActualTypes types)
    {
        var pairs = list.UntouchedValues(item, TellingValues.Ids, types).PairsWith(list.ResultValues(item, TellingValues.Ids, types)).ToList();
        if (MovedValues.AreSeen(pairs, match, list.UntouchedOthers(item, types), list.ResultOthers(item, types)))
        {
            return false;
        }

        pairs.ForEach(pair => match.Take(pair.Old, pair.New));
        return true;
    }

    // Only where all of them say the same and leave the order as it is: values that change places look like elements that do. False where they do not.
    private static bool TakeTelling(ListMatch match, ClassShape item, ListVersions list, ActualTypes types)
    {
        if (list.Untouched.Count < 2 || match.News.Count == 0)
        {
            return true;
        }

        var pairs = list.UntouchedValues(item, TellingValues.All, types).PairsWith(list.ResultValues(item, TellingValues.All, types))
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

    // What the code left as it was, where it was.
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

    // Nothing can be lost: elements with the same bytes are told apart by their order.
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
