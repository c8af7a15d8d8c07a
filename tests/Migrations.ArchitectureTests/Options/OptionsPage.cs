using System.Globalization;
using System.Text;
using Migrations.Shared;

namespace Migrations.ArchitectureTests.Options;

// docs/options.md, and the README's part of it.
internal static class OptionsPage
{
    public const string Begin = "<!-- Written from the table of options; docs/options.md says how. -->";
    public const string End = "<!-- Up to here. -->";

    private const string Introduction = """
        # Options

        Every option of every command, in the three ways of giving it:

        | | writes an option as |
        |---|---|
        | `migrations` | `--lock-wait 60`, `--lock-wait=60` |
        | `dotnet build -t:…` | `-p:MigrationLockWait=60`, a property with the prefix `Migration`, on the command line of the build and nowhere else |
        | a Cake script | `LockWait = 60` in the settings; `--lock-wait=60` for a target that [reads its arguments](#in-a-cake-script) |

        An option wins over its environment variable, which wins over the default. Flags are given alone (`--force`) or with `true` or `false`. Several values of one option are separated by `;`, which MSBuild wants written as `%3B`: `-p:MigrationOption="a=1%3Bb=2"`. "All on a plugin" are all commands but those that write source files and the local server's.

        A name that a command does not know is an error that says the nearest one, before anything runs. In MSBuild that holds for what begins with `Migration` and is used by nothing in the project ([MIG1018](errors/MIG1018.md)). A target that is none (`-t:Migrat`) is MSBuild's own error MSB4057, to which nothing can be added.


        """;

    private const string CakeScripts = """

        ## In a Cake script

        `MigrationsFromArguments<MigrateSettings>("migrate")` makes the settings from the script's arguments, and `MigrationsCheckArguments` refuses those that the target does not take, as `build/cake` does here. Cake has a `--tree`, `--version` and `--description` of its own, so there it is `--migrations-tree`, `--version-name` and `--tree-description`.

        ## A new option

        An option is one row of `src/Shared/Options/OptionTable.cs`. The command line, MSBuild's properties and the arguments of Cake scripts follow by themselves; this page, the README's table and the settings of Cake (`src/Cake.Migrations/Settings`) are written anew with

        """;

    public static string Text => Introduction + Table() + CakeScripts + $"\n```sh\n{GeneratedFile.Command}\n```\n\nand a test fails until they are. What the option does is said in `src/Migrations.Host/CommandLine`.\n";

    // What may be set for all commands of a pipeline at once.
    public static string Variables() => Rows("| environment | what | default | option |\n|---|---|---|---|\n", OptionTable.All.Where(row => row.Variable is not null),
        row => $"| `{row.Variable}` | {Cell(row.Help)} | {Default(row)} | {(row.Fronts == Fronts.None ? "none, on purpose" : $"`{row.Option}`")} |");

    private static string Table() => Rows("| option | value | default | what it does | of | MSBuild `-p:…=` | Cake | environment |\n|---|---|---|---|---|---|---|---|\n", OptionTable.All, row =>
        $"| {(row.Fronts == Fronts.None ? "none, on purpose" : $"`{row.Option}`{(row.Alias is { } alias ? $", `{alias}`" : "")}")} | {Value(row)} | {Default(row)} | {Cell(row.Help)} | {Commands(row)} | {(Has(row, Fronts.MSBuild, command => command.Target) ? $"`{row.Property}`" : "")} | {(Has(row, Fronts.Cake, command => command.Settings) ? $"`{row.Word}`" : "")} | {(row.Variable is { } variable ? $"`{variable}`" : "")} |");

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
