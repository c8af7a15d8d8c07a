using System.Globalization;
using Cake.Core;
using Cake.Core.IO;
using Migrations.Shared;

namespace Cake.Migrations;

// Turns settings into the host's arguments: each option's row, and the property of its name.
internal static class SettingsArguments
{
    public static IEnumerable<string> Of(string command, MigrationsSettings settings, ICakeEnvironment environment) =>
        [.. command.Split(' '), .. OptionTable.Of(command).Where(row => row.IsFor(Fronts.Cake)).SelectMany(row => Of(row, settings, environment))];

    private static string[] Of(OptionRow row, MigrationsSettings settings, ICakeEnvironment environment) => settings.GetType().GetProperty(row.Word)?.GetValue(settings) switch
    {
        true => [row.Option],
        string { Length: > 0 } text => [$"{row.Option}={text}"],
        int number => [$"{row.Option}={number.ToString(CultureInfo.InvariantCulture)}"],
        FilePath file => [$"{row.Option}={file.MakeAbsolute(environment).FullPath}"],
        DirectoryPath folder => [$"{row.Option}={folder.MakeAbsolute(environment).FullPath}"],
        _ => [],
    };
}
