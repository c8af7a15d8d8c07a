using System.Globalization;
using Migrations.Engine.Discovery;

namespace Migrations.Host.Output;

// The canonical form that MSBuild, editors and CI systems read: file(line,column): .
internal static class SourcePlace
{
    public static string Of(MigrationDescriptor? migration, string? projectDirectory)
    {
        if (migration is null || migration.File.Length == 0)
        {
            return "";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{File(migration, projectDirectory)}({Math.Max(1, migration.SourceLine)},1): ");
    }

    // The same for people: file(line).
    public static string At(MigrationDescriptor migration, string? projectDirectory) =>
        string.Create(CultureInfo.InvariantCulture, $"{File(migration, projectDirectory)}({Math.Max(1, migration.SourceLine)})");

    private static string File(MigrationDescriptor migration, string? projectDirectory) =>
        projectDirectory is null ? migration.File : Path.GetFullPath(Path.Combine(projectDirectory, migration.File));
}
