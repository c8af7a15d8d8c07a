using Migrations.Shared;

namespace Migrations.MSBuild.Properties;

// MSBuild ignores a property that nobody reads, and a run without an intended option does something else. So a property that is meant as an option is either read or an error. Pure, except for the check whether the project mentions a name.
internal static class PropertyCheck
{
    private const string Prefix = "Migration";

    public static IEnumerable<(string Code, string Text)> FaultsOf(CommandRow command, GlobalProperties given, Func<string, bool> isMentioned)
    {
        var rows = OptionTable.Of(command.Name).Where(row => row.IsFor(Fronts.MSBuild)).ToList();
        foreach (var row in rows.Where(row => row.Kind == OptionKind.Flag && given.Find(row) is not null && !given.Is(row, "true") && !given.Is(row, "false")))
        {
            yield return ("MIG1005", $"The property {row.Property} is '{given.Find(row)}', but it takes true or false. Nothing was done. Correct '-p:{row.Property}='.");
        }

        foreach (var row in rows.Where(row => !row.MayBeEmpty && given.IsEmpty(row)))
        {
            yield return ("MIG1005", $"The property {row.Property} is empty. Nothing was done. Give it a value, or leave '-p:{row.Property}=' out.");
        }

        foreach (var fault in given.Names.Select(name => FaultOf(command, rows, name, given, isMentioned)).OfType<string>())
        {
            yield return ("MIG1018", fault);
        }
    }

    private static string? FaultOf(CommandRow command, IReadOnlyList<OptionRow> rows, string name, GlobalProperties given, Func<string, bool> isMentioned) =>
        rows.Any(row => Is(name, row.Property)) ? null
        : name.StartsWith(Prefix + OptionTable.Connection.Word, StringComparison.OrdinalIgnoreCase) ? Secret(name)
        : OptionTable.All.FirstOrDefault(row => row.IsFor(Fronts.MSBuild) && Is(name, row.Property)) is { } other ? $"The target '{command.Target}' does not take the property '{other.Property}', so it would be ignored. Nothing was done. Leave out '-p:{other.Property}='; it is for {Targets(other)}."
        : name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? isMentioned(name) ? null : Unknown(command, rows, name)
        : FormerFaultOf(command, rows, name, given, isMentioned);

    // The options used to have these names, without the prefix. Beside the new one it is somebody else's: -p:MigrationVersion=next -p:Version=1.2.0.
    private static string? FormerFaultOf(CommandRow command, IReadOnlyList<OptionRow> rows, string name, GlobalProperties given, Func<string, bool> isMentioned)
    {
        if (FormerNames.Find(name) is { } former)
        {
            return rows.FirstOrDefault(row => row.Word == former) is { } renamed ? given.Find(renamed) is not null ? null : $"The option '{name}' is written '{Prefix}{former}' now, so '-p:{name}=' would be ignored. Nothing was done. Write '-p:{Prefix}{former}='."
                : isMentioned(name) ? null
                : $"The target '{command.Target}' does not take the option '{name}', and nothing in the project mentions that property, so it would be ignored. Nothing was done. Leave it out; for other targets it is '-p:{Prefix}{former}='.";
        }

        return Spelling.Slip(name, rows.Select(row => row.Word).Where(word => FormerNames.Find(word) is not null)) is { } nearest && !isMentioned(name)
            ? $"The property '{name}' is not an option here, and nothing in the project mentions it, so it would be ignored. Nothing was done. Did you mean '-p:{Prefix}{nearest}='?"
            : null;
    }

    private static string Unknown(CommandRow command, IReadOnlyList<OptionRow> rows, string name)
    {
        var (word, others) = (name[Prefix.Length..], OptionTable.All.Where(row => row.IsFor(Fronts.MSBuild)).Select(row => row.Word));
        var cure = Spelling.Nearest(word, rows.Select(row => row.Word)) is { } nearest ? $"Did you mean '-p:{Prefix}{nearest}='?"
            : Spelling.Nearest(word, others) is { } other ? $"Did you mean '-p:{Prefix}{other}='? This target does not take it."
            : $"'{command.Target}' takes {string.Join(", ", rows.Select(row => row.Property))}.";
        return $"The property '{name}' is not an option of the target '{command.Target}', and nothing in the project mentions it, so it would be ignored. Nothing was done. {cure}";
    }

    // Its value is not repeated.
    private static string Secret(string name) =>
        $"A connection string was given as the property '{name}'. Properties are in build logs and process lists, and a connection string may contain a password, so it must not be one. Nothing was done. Set the environment variable {HostContract.ConnectionVariable}.";

    private static string Targets(OptionRow row) => string.Join(", ", OptionTable.All.Where(other => Is(other.Property, row.Property)).SelectMany(other => other.Commands).Select(name => CommandTable.Of(name).Target).OfType<string>().Distinct());

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

// The names of the properties before they had a prefix. The list is closed: new options never had such a name.
internal static class FormerNames
{
    private static readonly string[] All =
    [
        "AcceptChanged", "AcceptHalfDone", "As", "At", "Base", "BatchSize", "Class", "Collection", "Confirm", "Database", "DeclaredByApplication", "DefaultLine", "Description", "Distance", "DryRun", "Final", "Force",
        "Format", "From", "Kind", "Late", "LimitErrors", "Line", "Lines", "LockWait", "MaxReplicationLag", "Name", "NoLocalServer", "OlderThan", "OnDocumentError", "OneShot", "Option", "Out", "Reversible", "Rollback", "To",
        "Transaction", "Tree", "Verbose", "Version", "Via", "WithSetup", "Workers",
    ];

    // The correct spelling. Null if it was not an option.
    public static string? Find(string name) => All.FirstOrDefault(former => string.Equals(former, name, StringComparison.OrdinalIgnoreCase));
}
