namespace Migrations.Shared;

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
