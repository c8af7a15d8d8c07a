using System.Text;

namespace Migrations.Engine.Typed.Merging;

// Which elements of a list, as it was copied, are which of the list after the author's code: by equal bytes, and where the number is the same and nothing moved, by position.
internal sealed class ListMatch
{
    private ListMatch(int[] before, bool[] isGone) => (Before, IsGone) = (before, isGone);

    // For each element after the code the one it was, or -1 for a new one.
    public int[] Before { get; }

    // The elements that no longer are, because the code took them out: all that remained were found.
    public bool[] IsGone { get; }

    // Those of which nobody can tell whether they went, or became one of the new ones.
    public List<int> Lost { get; } = [];

    public static ListMatch Of(ReadOnlySpan<byte> untouched, List<ListItem> old, ReadOnlySpan<byte> result, List<ListItem> current, string[] stored)
    {
        var match = new ListMatch(new int[current.Count], new bool[old.Count]);
        Array.Fill(match.Before, -1);
        Array.Fill(match.IsGone, true);
        var isMoved = old.Count != current.Count;
        for (var i = 0; i < Math.Min(old.Count, current.Count); i++)
        {
            if (!isMoved && old[i].In(untouched).Equals(current[i].In(result)))
            {
                match.Take(i, i);
            }
        }

        match.TakeEqual(Keys(untouched, old), Keys(result, current), stored);
        match.TakeRest(old.Count == current.Count);
        return match;
    }

    // What elements are compared by: all of their bytes.
    public static string[] Keys(ReadOnlySpan<byte> array, List<ListItem> items)
    {
        var keys = new string[items.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = $"{(int)items[i].Type}:{Encoding.Latin1.GetString(items[i].In(array).Value)}";
        }

        return keys;
    }

    // Elements with the same bytes are told apart by their order, unless some went and they differ in what is stored.
    private void TakeEqual(string[] old, string[] current, string[] stored)
    {
        var places = Enumerable.Range(0, old.Length).Where(i => IsGone[i]).GroupBy(i => old[i], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        foreach (var same in Enumerable.Range(0, current.Length).Where(j => Before[j] < 0).GroupBy(j => current[j], StringComparer.Ordinal).ToList())
        {
            if (!places.TryGetValue(same.Key, out var olds))
            {
                continue;
            }

            var news = same.ToList();
            if (news.Count < olds.Count && olds.Exists(i => stored[i] != stored[olds[0]]))
            {
                Lost.AddRange(olds);
            }

            for (var k = 0; k < Math.Min(olds.Count, news.Count); k++)
            {
                Take(olds[k], news[k]);
            }
        }
    }

    private void TakeRest(bool isSameCount)
    {
        var (olds, news) = (Rest(IsGone.Length, i => IsGone[i]), Rest(Before.Length, j => Before[j] < 0));
        if (olds.Count == 0 || news.Count == 0)
        {
            return;
        }

        if (isSameCount && olds.SequenceEqual(news) && IsInPlace())
        {
            olds.ForEach(i => Take(i, i));
            return;
        }

        Lost.AddRange(olds);
    }

    private bool IsInPlace() => Before.Index().All(b => b.Item < 0 || b.Item == b.Index);

    private static List<int> Rest(int count, Func<int, bool> isLeft) => [.. Enumerable.Range(0, count).Where(isLeft)];

    private void Take(int old, int current)
    {
        Before[current] = old;
        IsGone[old] = false;
    }
}
