using Migrations.Shared;

namespace Migrations.Engine.Expecting;

// The name that somebody probably meant.
internal static class SimilarName
{
    // Null if none is close, that is if more than a third of the letters differ.
    public static string? Find(string name, IEnumerable<string> names)
    {
        var nearest = names.Select(n => (Name: n, Distance: EditDistance.Between(Fold(name), Fold(n)))).OrderBy(n => n.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= name.Length / 3 ? nearest.Name : null;
    }

    // Spellings of one name: Full_Name, fullName.
    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
