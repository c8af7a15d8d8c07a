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

        var file = projectDirectory is null ? migration.File : Path.GetFullPath(Path.Combine(projectDirectory, migration.File));
        return string.Create(CultureInfo.InvariantCulture, $"{file}({Math.Max(1, migration.SourceLine)},1): ");
    }
}
