using System.Globalization;
using System.Text;
using Migrations.Shared;

namespace Migrations.ArchitectureTests.Options;

// docs/options.md, and the table of environment variables in docs/deploying.md.
internal static class OptionsPage
{
    public const string Begin = "<!-- Written from the table of options; docs/options.md says how. -->";
    public const string End = "<!-- Up to here. -->";

    private const string Introduction = """
        # Options

        Every option of every command. There are three ways to give one:

        | | an option is written as |
        |---|---|
        | `migrations` | `--lock-wait 60`, `--lock-wait=60` |
        | `dotnet build -t:…` | `-p:MigrationLockWait=60`, a property with the prefix `Migration`, only on the command line of the build |
        | a Cake script | `LockWait = 60` in the settings; `--lock-wait=60` for a target that [reads its arguments](#in-a-cake-script) |

        An option wins over its environment variable, which wins over the default. Flags are given alone (`--force`), or with `true` or `false`. Separate several values of one option with `;`, which is written as `%3B` for MSBuild: `-p:MigrationOption="a=1%3Bb=2"`. "All on a plugin" means all commands except those that write source files and those of the local server.

        An unknown option is an error, before anything runs, and the message suggests the nearest name. In MSBuild, that applies to properties that start with `Migration` and that nothing in the project uses ([MIG1018](errors/MIG1018.md)). An unknown target (`-t:Migrat`) is MSBuild's own error MSB4057.


        """;

    private const string CakeScripts = """

        ## In a Cake script

        `MigrationsFromArguments<MigrateSettings>("migrate")` creates the settings from the script's arguments, and `MigrationsCheckArguments` refuses arguments that the target does not take; `build/cake` is an example. Some options have another name there, mostly because Cake has an argument of that name itself:
        """;

    private const string NewOption = """


        ## Adding an option

        An option is one row of `src/Shared/Options/OptionTable.cs`. The command line, MSBuild's properties and the arguments of Cake scripts follow automatically. This page, the table in docs/deploying.md and the settings of Cake (`src/Cake.Migrations/MigrationsSettings.cs`) are regenerated with

        """;

    public static string Text => Introduction + Table() + CakeScripts + Renamed() + NewOption + $"\n```sh\n{GeneratedFile.Command}\n```\n\nand a test fails until they are. `src/Migrations.Host/CommandLine` implements what the option does.\n";

    // What can be set for all commands of a pipeline at once.
    public static string Variables() => Rows("| environment | what | default | option |\n|---|---|---|---|\n", OptionTable.All.Where(row => row.Variable is not null),
        row => $"| `{row.Variable}` | {Cell(row.Help)} | {Default(row)} | {(row.Fronts == Fronts.None ? "none" : $"`{row.Option}`")} |");

    private static string Renamed() =>
        " " + string.Join(", ", OptionTable.All.Where(row => row.IsFor(Fronts.Cake) && row.Argument != row.Name).Select(row => $"`{row.Option}` is `--{row.Argument}`").Distinct()) + ".";

    private static string Table() => Rows("| option | value | default | what it does | commands | MSBuild `-p:…=` | Cake | environment |\n|---|---|---|---|---|---|---|---|\n", OptionTable.All, row =>
        $"| {(row.Fronts == Fronts.None ? "none" : $"`{row.Option}`{(row.Alias is { } alias ? $", `{alias}`" : "")}")} | {Value(row)} | {Default(row)} | {Cell(row.Help)} | {Commands(row)} | {(Has(row, Fronts.MSBuild, command => command.Target) ? $"`{row.Property}`" : "")} | {(Has(row, Fronts.Cake, command => command.Settings) ? $"`{row.Word}`" : "")} | {(row.Variable is { } variable ? $"`{variable}`" : "")} |");

    private static string Rows(string head, IEnumerable<OptionRow> rows, Func<OptionRow, string> line) => rows.Aggregate(new StringBuilder(head), (text, row) => text.Append(line(row)).Append('\n')).ToString();

    private static string Value(OptionRow row) => (row.Kind switch
    {
        OptionKind.Flag => "flag",
        OptionKind.Number => row.Maximum == int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"number from {row.Minimum}") : string.Create(CultureInfo.InvariantCulture, $"number, {row.Minimum} to {row.Maximum}"),
        _ when row.Words.Count > 0 => string.Join(", ", row.Words.Select(word => $"`{word}`")),
        OptionKind.Pair => "`NAME=VALUE`",
        _ => row.Kind.ToString().ToLowerInvariant(),
    }) + (row.IsRepeatable ? ", several" : "");

    private static string Default(OptionRow row) => row.Otherwise ?? (row.Default is { } value ? $"`{value}`" : "");

    private static string Commands(OptionRow row) => row.Commands.Count == CommandTable.All.Count ? "all"
        : row.Commands.SequenceEqual(OptionTable.Database.Commands) ? "all on a plugin"
        : string.Join(", ", row.Commands.Select(command => $"`{command}`"));

    private static bool Has(OptionRow row, Fronts front, Func<CommandRow, string?> ofFront) => row.IsFor(front) && row.Commands.Any(command => ofFront(CommandTable.Of(command)) is not null);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
