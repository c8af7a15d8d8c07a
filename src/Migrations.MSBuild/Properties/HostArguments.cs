using Migrations.Shared;

namespace Migrations.MSBuild.Properties;

// Builds a command line of the host from the rows of the command. Pure.
internal static class HostArguments
{
    // The command line of the build wins over the project.
    public static IReadOnlyList<string> Of(CommandRow command, GlobalProperties given, IReadOnlyDictionary<OptionRow, string> project) =>
        [command.Name, .. OptionTable.Of(command.Name).SelectMany(row => Of(row, given.Find(row) ?? project.GetValueOrDefault(row)))];

    // As one word, so that no value is taken for an option.
    private static string[] Of(OptionRow row, string? value) => row.Kind == OptionKind.Flag
        ? string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) ? [row.Option] : []
        : string.IsNullOrEmpty(value) ? [] : [$"{row.Option}={value}"];
}
