using System;
using System.Linq;

namespace Migrations.Analyzers.Definitions;

// How many letters are wrong, missing, too many, or the wrong way round.
internal static class Spelling
{
    public static int Distance(string one, string other)
    {
        var costs = Enumerable.Range(0, one.Length + 1).Select(_ => new int[other.Length + 1]).ToArray();
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                costs[i][j] = i == 0 || j == 0 ? i + j : Step(costs, one, other, i, j);
            }
        }

        return costs[one.Length][other.Length];
    }

    private static int Step(int[][] costs, string one, string other, int i, int j)
    {
        var cost = Math.Min(Math.Min(costs[i - 1][j], costs[i][j - 1]) + 1, costs[i - 1][j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
        return i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] ? Math.Min(cost, costs[i - 2][j - 2] + 1) : cost;
    }
}
