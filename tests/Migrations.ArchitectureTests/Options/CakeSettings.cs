using Migrations.Shared;

namespace Migrations.ArchitectureTests.Options;

// The settings of Cake's aliases as C#: a class for each that a command names, with a property for each option.
internal static class CakeSettings
{
    private const string Common = "MigrationsSettings";

    private static readonly Dictionary<string, string> Summaries = new()
    {
        [Common] = "The settings of every alias. The connection string is not one of them: the host reads it from MIGRATIONS_CONNECTION.",
        ["InitialiseSettings"] = "The position of a database.",
        ["AcceptSettings"] = "Which migrations or trees are accepted, and as what.",
        ["ImportSettings"] = "Whose log is imported, and what its names mean.",
        ["NewMigrationSettings"] = "A new migration.",
        ["AddTreeSettings"] = "A new tree.",
        ["AddRevisionSettings"] = "A new revision. Its id is derived from tree, line and version.",
        ["FixOrderSettings"] = "Which migrations are released.",
        ["HistorySettings"] = "What to show of the plugin's revisions.",
        ["GraphSettings"] = "How to draw the plugin's revisions.",
        ["StatusSettings"] = "Whose status, and where to report it.",
        ["PlanSettings"] = "What to plan.",
        ["RehearseSettings"] = "What to rehearse.",
        ["MigrateSettings"] = "How far to migrate or roll back, and how.",
        ["VerifySettings"] = "What to verify, and where to report it.",
        ["LintSettings"] = "What to check without a database.",
        ["PruneSettings"] = "Which before images to delete.",
        ["EnvironmentSettings"] = "Whether differences from the last run are an error.",
        ["JournalSettings"] = "What to show of the journal.",
    };

    public const string Path = "src/Cake.Migrations/MigrationsSettings.cs";

    // All classes, the common one first.
    public static string Text => "using Cake.Core.IO;\nusing Cake.Core.Tooling;\n\nnamespace Cake.Migrations;\n\n// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.\n"
        + string.Join('\n', CommandTable.All.Select(command => command.Settings).OfType<string>().Append(Common).Distinct().OrderBy(name => name != Common).ThenBy(name => name, StringComparer.Ordinal).Select(ClassOf));

    private static string ClassOf(string name)
    {
        var isCommon = name == Common;
        List<string> members = [.. isCommon ? [Member("FilePath?", "Host", "The host assembly, <c>migrations.dll</c>. Default: the one of this addin's package.")] : Array.Empty<string>(), .. PropertiesOf(name).Select(Member)];
        return $"/// <summary>{Summaries[name]}</summary>\n{(isCommon ? "public class MigrationsSettings : ToolSettings" : $"public sealed class {name} : {Common}")}\n{{\n{string.Join('\n', members)}}}\n";
    }

    // Options of the same name are one property.
    private static List<IGrouping<string, OptionRow>> PropertiesOf(string name)
    {
        if (name == Common)
        {
            // What every command on a database takes.
            return [.. OptionTable.Of(CommandTable.Status).Where(row => row.IsFor(Fronts.Cake) && row.Commands.Contains(CommandTable.Init)).GroupBy(row => row.Word)];
        }

        var common = PropertiesOf(Common).Select(p => p.Key).ToHashSet();
        var commands = CommandTable.All.Where(command => command.Settings == name).Select(command => command.Name);
        return [.. OptionTable.All.Where(row => row.IsFor(Fronts.Cake) && row.Commands.Intersect(commands).Any() && !common.Contains(row.Word)).GroupBy(row => row.Word)];
    }

    private static string Member(IGrouping<string, OptionRow> rows)
    {
        Assert.That(rows.Select(TypeOf).Distinct().ToList(), Has.Count.EqualTo(1), $"The option '{rows.Key}' has two types in the same settings.");
        var descriptions = rows.Select(row => row.Description).Distinct().ToList();
        return Member(TypeOf(rows.First()), rows.Key, Escape(descriptions.Count == 1 ? descriptions[0] : string.Join(' ', rows.Select(row => $"For {string.Join(", ", row.Commands)}: {row.Description}"))));
    }

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Member(string type, string name, string summary) => $"    /// <summary>{summary}</summary>\n    public {type} {name} {{ get; set; }}\n";

    private static string TypeOf(OptionRow row) => row.Kind switch
    {
        OptionKind.Flag => "bool",
        OptionKind.Number => "int?",
        OptionKind.File => "FilePath?",
        OptionKind.Folder => "DirectoryPath?",
        _ => "string?",
    };
}
