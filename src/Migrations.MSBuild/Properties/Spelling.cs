using Migrations.Shared;

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

    private static int Distance(string one, string other) => EditDistance.Between(one.ToUpperInvariant(), other.ToUpperInvariant());
}
