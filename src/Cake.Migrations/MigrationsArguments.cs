using System.Globalization;
using Cake.Core;
using Cake.Core.Annotations;
using Cake.Core.IO;
using Migrations.Shared;

namespace Cake.Migrations;

/// <summary>The options of commands as arguments of a Cake script: <c>dotnet cake --target=Migrate --to=1.2.0</c>. A script that uses this accepts every option, and refuses unknown ones before anything runs.</summary>
[CakeAliasCategory("Migrations")]
[CakeNamespaceImport("Cake.Migrations")]
public static class MigrationsArguments
{
    // Cake's own.
    private static readonly string[] TakenByAll = ["target", "verbosity", "exclusive", "dryrun", "description", "tree", "debug", "bootstrap", "skip-bootstrap", "info", "version", "help", "nuget_useinprocessclient"];

    /// <summary>The names of a command's options as arguments. Cake has its own <c>--tree</c>, <c>--version</c> and <c>--description</c>, so these options are called <c>--migrations-tree</c>, <c>--version-name</c> and <c>--tree-description</c>.</summary>
    /// <example><code><![CDATA[Information(string.Join(", ", MigrationsArgumentNames("migrate")));]]></code></example>
    [CakeMethodAlias]
    public static IReadOnlyList<string> MigrationsArgumentNames(this ICakeContext context, string command) => [.. Rows(command).Select(row => row.Argument)];

    /// <summary>The settings of a command from the script's arguments.</summary>
    /// <example><code><![CDATA[MigrationsMigrate(MigrationsFromArguments<MigrateSettings>("migrate"));]]></code></example>
    /// <exception cref="CakeException">A value is invalid for the option. Exit code 64.</exception>
    [CakeMethodAlias]
    public static T MigrationsFromArguments<T>(this ICakeContext context, string command)
        where T : MigrationsSettings, new()
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = new T();
        foreach (var row in Rows(command))
        {
            if (Given(context, row.Argument) is { } values)
            {
                typeof(T).GetProperty(row.Word)?.SetValue(settings, ValueOf(row, values));
            }
        }

        return settings;
    }

    /// <summary>Refuses a target that the script does not have.</summary>
    /// <example><code><![CDATA[MigrationsCheckTarget(target, Tasks.Select(task => task.Name));]]></code></example>
    /// <exception cref="CakeException">There is no such target. Exit code 64.</exception>
    [CakeMethodAlias]
    public static void MigrationsCheckTarget(this ICakeContext context, string target, IEnumerable<string> targets)
    {
        var names = targets.ToList();
        if (!names.Contains(target, StringComparer.OrdinalIgnoreCase))
        {
            throw Refused($"There is no target '{target}'. Nothing was run.{Spelling.Question(target, names)} '--description' lists them.");
        }
    }

    /// <summary>Refuses arguments that the target does not take, and invalid values. A target takes the options of a command, which may be null, and other arguments that it names.</summary>
    /// <example><code><![CDATA[MigrationsCheckArguments("Migrate", "migrate", new[] { "configuration" });]]></code></example>
    /// <exception cref="CakeException">An argument or a value is refused. Exit code 64.</exception>
    [CakeMethodAlias]
    public static void MigrationsCheckArguments(this ICakeContext context, string target, string? command, IEnumerable<string> others)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (rows, names) = (Rows(command).ToList(), others.ToList());
        var known = rows.Select(row => row.Argument).Concat(names).Concat(TakenByAll).ToList();
        foreach (var name in context.Arguments.GetArguments().Keys)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw Refused($"The target '{target}' takes no option --{name}. Nothing was run.{Spelling.Question(name, known, "--")}");
            }

            if (rows.FirstOrDefault(row => string.Equals(row.Argument, name, StringComparison.OrdinalIgnoreCase)) is { } row)
            {
                _ = ValueOf(row, Given(context, name)!);
            }
        }
    }

    private static IEnumerable<OptionRow> Rows(string? command) => command is null ? [] : OptionTable.Of(command).Where(row => row.IsFor(Fronts.Cake));

    private static List<string>? Given(ICakeContext context, string name) => context.Arguments.HasArgument(name) ? [.. context.Arguments.GetArguments(name)] : null;

    private static object ValueOf(OptionRow row, List<string> values) => row.Kind switch
    {
        OptionKind.Flag => FlagOf(row, values[^1]),
        OptionKind.Number => NumberOf(row, TextOf(row, values)),
        OptionKind.Word when !row.Words.Contains(TextOf(row, values), StringComparer.OrdinalIgnoreCase) => throw Refused($"The option --{row.Argument} takes {OptionRow.Listing(row.Words)}, not '{TextOf(row, values)}'. Nothing was run."),
        OptionKind.File => new FilePath(TextOf(row, values)),
        OptionKind.Folder => new DirectoryPath(TextOf(row, values)),
        _ => TextOf(row, values),
    };

    private static string TextOf(OptionRow row, List<string> values) =>
        values.Any(string.IsNullOrEmpty) ? throw Refused($"The option --{row.Argument} has no value. Nothing was run.") : row.IsRepeatable ? string.Join(';', values) : values[^1];

    private static bool FlagOf(OptionRow row, string? value) => value?.ToUpperInvariant() switch
    {
        null or "" or "TRUE" => true,
        "FALSE" => false,
        _ => throw Refused($"The option --{row.Argument} is a flag: '{value}' is neither 'true' nor 'false'. Nothing was run."),
    };

    private static int NumberOf(OptionRow row, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= row.Minimum && number <= row.Maximum
            ? number
            : throw Refused(string.Create(CultureInfo.InvariantCulture, $"The option --{row.Argument} takes a number{(row.Maximum == int.MaxValue ? $" of at least {row.Minimum}" : $" from {row.Minimum} to {row.Maximum}")}, not '{text}'. Nothing was run."));

    private static CakeException Refused(string fact) => new((int)ExitCode.Usage, fact);
}
