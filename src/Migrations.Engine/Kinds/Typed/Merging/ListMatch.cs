namespace Migrations.Engine.Kinds.Typed.Merging;

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

    // For each element after the code the one it was, or -1 for a new one.
    public int[] Before { get; }

    // The elements that no longer are, because the code took them out: all that remained were found.
    public bool[] IsGone { get; }

    public List<int> Olds => Rest(IsGone.Length, i => IsGone[i]);

    public List<int> News => Rest(Before.Length, j => Before[j] < 0);

    // Whether what was found is where it was, in a list that is as long as it was.
    public bool IsInPlace => IsGone.Length == Before.Length && Before.Index().All(b => b.Item < 0 || b.Item == b.Index);

    // An element is one only: what was taken is not taken again.
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
