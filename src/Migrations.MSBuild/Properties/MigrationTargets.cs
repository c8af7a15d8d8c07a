using System.Text.RegularExpressions;
using Migrations.Shared;

namespace Migrations.MSBuild.Properties;

// The items of the project that name several databases.
internal static partial class MigrationTargets
{
    // Who names databases on the command line means these, and not those of the project.
    private static readonly OptionRow[] Others = [OptionTable.Database, OptionTable.Databases, OptionTable.DatabasesFile, OptionTable.DatabasesFrom];

    public static bool AreTakenBy(CommandRow command) => OptionTable.Databases.Commands.Contains(command.Name);

    // The value of the option; empty for one database.
    public static string Of(IEnumerable<(string Name, string Variable)> items, GlobalProperties given) => Others.Any(row => given.Find(row) is not null)
        ? ""
        : string.Join(';', items.Select(item => item.Variable.Length == 0 ? item.Name : $"{item.Variable}/{item.Name}"));

    // MSBuild takes '*' for the names of files and finds none, and the command would work on one database that nobody meant. Null if there is no such item.
    public static string? FaultOf(ProjectFiles files) => files.Find(FilePattern()) is { } item
        ? $"The project has {item}...: MSBuild takes '*' and '?' for the names of files, so there would be no such database. Nothing was done. Write %2A for '*' and %3F for '?'."
        : null;

    [GeneratedRegex("""<MigrationTarget\s[^>]*?\bInclude\s*=\s*"[^"]*[*?]""", RegexOptions.CultureInvariant)]
    private static partial Regex FilePattern();
}
