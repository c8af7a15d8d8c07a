using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// Gives each migration of a plan the options that it declares; everything wrong with them is said before anything runs.
internal static class OptionValues
{
    public static IReadOnlyList<PlannedStep> Assign(RevisionGraph graph, IReadOnlyList<PlannedStep> steps, IReadOnlyDictionary<string, string> given)
    {
        RefuseUnknown(graph, given);
        RefuseMissing(steps, given);
        RefuseValues(steps, given);
        return [.. steps.Select(s => s with { Options = ValuesOf(s.Migration, given) })];
    }

    private static Dictionary<string, string> ValuesOf(MigrationDescriptor migration, IReadOnlyDictionary<string, string> given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in migration.Options)
        {
            if (given.TryGetValue(option.Name, out var value) || (value = option.Default) is not null)
            {
                values[option.Name] = value;
            }
        }

        return values;
    }

    private static void RefuseUnknown(RevisionGraph graph, IReadOnlyDictionary<string, string> given)
    {
        var declared = graph.Trees.SelectMany(t => t.Migrations).SelectMany(m => m.Options).Select(o => o.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var unknown = given.Keys.Except(declared, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.OptionUnknown,
                $"No migration of the plugin declares the option(s) {Target.Listing(unknown)}. Nothing was done, because an option that is misspelt would be passed over. Declared: {Target.Listing(declared)}.");
        }
    }

    private static void RefuseMissing(IReadOnlyList<PlannedStep> steps, IReadOnlyDictionary<string, string> given)
    {
        var missing = Declared(steps).Where(d => d.Option is { Required: true, Default: null } && !given.ContainsKey(d.Option.Name)).ToList();
        var needs = missing.Select(d => $"'{d.Option.Name}'{(d.Option.Description.Length > 0 ? $" ({d.Option.Description})" : "")} for {d.Migration.Identity} '{d.Migration.Identity.Title}'");
        if (missing.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.OptionMissing,
                $"The plan needs {missing.Count} option(s) that were not given: {string.Join(", ", needs)}. Nothing was done. Give each as '--option NAME=VALUE' (MSBuild: -p:Option=\"NAME=VALUE\").").InOnly(missing.Select(d => d.Migration));
        }
    }

    private static void RefuseValues(IReadOnlyList<PlannedStep> steps, IReadOnlyDictionary<string, string> given)
    {
        foreach (var (migration, option) in Declared(steps))
        {
            if (option.Values.Length > 0 && given.TryGetValue(option.Name, out var value) && !option.Values.Contains(value, StringComparer.Ordinal))
            {
                throw MigrationFault.Of(
                    migration,
                    MigrationErrorCode.OptionUnknown,
                    $"The option '{option.Name}' of {migration.Identity} '{migration.Identity.Title}' has the value '{value}', but takes {Target.Listing(option.Values)}. Nothing was done. Correct it.");
            }
        }
    }

    private static IEnumerable<(MigrationDescriptor Migration, MigrationOptionAttribute Option)> Declared(IReadOnlyList<PlannedStep> steps) =>
        steps.SelectMany(s => s.Migration.Options.Select(o => (s.Migration, o)));
}
