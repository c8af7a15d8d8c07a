using Migrations.Shared;

namespace Migrations.Host.Fleets;

// Which of the servers' databases the names mean, in their order. Pure.
internal static class TargetChoice
{
    // 'existing' says what the server of a variable has; 'identity' what two variables have in common that lead to the same server.
    public static IReadOnlyList<TargetName> Make(IReadOnlyList<TargetName> names, Func<string?, IReadOnlyList<string>> existing, Func<string?, string> identity, bool allowsNew)
    {
        var chosen = new List<TargetName>();
        var seen = new Dictionary<(string Server, string Database), TargetName>();
        foreach (var name in names)
        {
            foreach (var target in Matches(name, existing(name.Variable), allowsNew))
            {
                if (!seen.TryAdd((identity(target.Variable), target.Database), name))
                {
                    var other = seen[(identity(target.Variable), target.Database)];
                    throw new MigrationException(MigrationErrorCode.TargetTwice, $"The database '{target.Database}' was named twice, by '{other}' and by '{name}'. Nothing was done. Name it once.");
                }

                chosen.Add(target);
            }
        }

        return chosen;
    }

    // Those of the chosen that come first.
    public static IReadOnlyList<string> Canaries(IReadOnlyList<string> names, IReadOnlyList<string> chosen)
    {
        names.ToList().ForEach(TargetName.RefuseConnection);
        return names.FirstOrDefault(name => !chosen.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw new MigrationException(MigrationErrorCode.TargetUnknown, $"The canary '{unknown}' is none of the {chosen.Count} database(s) that were chosen.{Spelling.Question(unknown, chosen)} Nothing was done. Correct '{OptionTable.Canary.Option}'.")
            : [.. names.Distinct(StringComparer.Ordinal)];
    }

    private static List<TargetName> Matches(TargetName name, IReadOnlyList<string> existing, bool allowsNew)
    {
        if (name.IsPattern)
        {
            List<TargetName> found = [.. existing.Where(name.Fits).Select(database => name with { Database = database })];
            return found.Count > 0 ? found : throw new MigrationException(MigrationErrorCode.TargetsMissing, $"The pattern '{name}' fits none of the {existing.Count} database(s) that the server has. Nothing was done. Correct the pattern.");
        }

        return allowsNew || existing.Contains(name.Database, StringComparer.Ordinal)
            ? [name]
            : throw new MigrationException(MigrationErrorCode.TargetUnknown, $"The server has no database '{name}'.{Spelling.Question(name.Database, existing)} Nothing was done. Correct the name; if it is new and meant to be created, add '{OptionTable.NewDatabases.Option}'.");
    }
}
