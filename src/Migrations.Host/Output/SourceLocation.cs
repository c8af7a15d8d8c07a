using System.Globalization;
using Migrations.Engine.Model;

namespace Migrations.Host.Output;

// The canonical form that MSBuild, editors and CI systems read: file(line,column): .
internal static class SourceLocation
{
    public static string Of(MigrationDescriptor? migration, string? projectDirectory) => migration is null ? "" : Of(migration.File, migration.SourceLine, projectDirectory);

    public static string Of(MigrationException failure, string? projectDirectory) => Of(failure.File ?? "", failure.Line, projectDirectory);

    // The same for people: file(line).
    public static string At(MigrationDescriptor migration, string? projectDirectory) =>
        string.Create(CultureInfo.InvariantCulture, $"{Rooted(migration.File, projectDirectory)}({Math.Max(1, migration.SourceLine)})");

    // Files in the registry are relative to the project's folder.
    public static string Rooted(string file, string? projectDirectory) => projectDirectory is null ? file : Path.GetFullPath(Path.Combine(projectDirectory, file));

    private static string Of(string file, int line, string? projectDirectory) =>
        file.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Rooted(file, projectDirectory)}({Math.Max(1, line)},1): ");
}

// A fault in the form that MSBuild, editors and CI systems read: place error code: text.
internal static class FaultLine
{
    public static string Of(string place, bool isWarning, MigrationErrorCode code, string text, Colours colours)
    {
        var kind = string.Create(CultureInfo.InvariantCulture, $"{(isWarning ? "warning" : "error")} MIG{(int)code:D4}:");
        return $"{place}{(isWarning ? colours.Warning(kind) : colours.Error(kind))} {SafeText.Log(text)}";
    }
}
