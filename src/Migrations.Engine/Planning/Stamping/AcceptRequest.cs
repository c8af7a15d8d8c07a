namespace Migrations.Engine.Planning.Stamping;

/// <summary>What somebody has checked and accepts.</summary>
/// <param name="Names">Migrations, each as <c>tree@id</c>; a name without <c>@</c> is a tree that is taken over from another plugin.</param>
/// <param name="As">For unfinished migrations: how their data are now that somebody has corrected them; null for applied ones that were changed.</param>
public sealed record AcceptRequest(IReadOnlyList<string> Names, SettledAs? As = null)
{
    internal IReadOnlyList<string> Trees => [.. Names.Where(IsTree).Distinct(StringComparer.Ordinal)];

    internal IReadOnlyList<string> Migrations => [.. Names.Where(n => !IsTree(n)).Distinct(StringComparer.Ordinal)];

    internal IEnumerable<string> TreesOfMigrations => Migrations.Select(n => n[..n.IndexOf('@', StringComparison.Ordinal)]);

    private static bool IsTree(string name) => !name.Contains('@', StringComparison.Ordinal);
}

/// <summary>How the data of an unfinished migration are, now that somebody has corrected them.</summary>
public enum SettledAs
{
    /// <summary>As after the migration.</summary>
    Applied,

    /// <summary>As before the migration.</summary>
    NotApplied,
}
