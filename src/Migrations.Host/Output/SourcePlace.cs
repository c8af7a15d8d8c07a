using System.Globalization;
using Migrations.Engine.Model;

namespace Migrations.Host.Output;

// The canonical form that MSBuild, editors and CI systems read: file(line,column): .
internal static class SourcePlace
{
    public static string Of(MigrationDescriptor? migration, string? projectDirectory) => migration is null ? "" : Of(migration.File, migration.SourceLine, projectDirectory);

    public static string Of(MigrationException failure, string? projectDirectory) => Of(failure.File ?? "", failure.Line, projectDirectory);

    // The same for people: file(line).
    public static string At(MigrationDescriptor migration, string? projectDirectory) =>
        string.Create(CultureInfo.InvariantCulture, $"{Rooted(migration.File, projectDirectory)}({Math.Max(1, migration.SourceLine)})");

    // Files of the registry are seen from the project's folder.
    public static string Rooted(string file, string? projectDirectory) => projectDirectory is null ? file : Path.GetFullPath(Path.Combine(projectDirectory, file));

    private static string Of(string file, int line, string? projectDirectory) =>
        file.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Rooted(file, projectDirectory)}({Math.Max(1, line)},1): ");
}
