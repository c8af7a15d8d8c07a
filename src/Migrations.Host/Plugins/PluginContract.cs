using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Migrations.Host.Plugins;

// Reads from the file, before anything is loaded, which version of the contract the plugin was built against. A newer one would fail in the middle of a migration.
internal static class PluginContract
{
    private const string Contract = "Migrations.Abstractions";

    public static void Check(string path)
    {
        var mine = typeof(MigrationBody).Assembly.GetName().Version!;
        var wanted = ReadReference(path);
        if (wanted is null)
        {
            throw new MigrationException(MigrationErrorCode.PluginUnusable, $"'{path}' does not use {Contract}, so it is no migrations plugin. Nothing was done. Name the assembly of the migrations project.");
        }

        if (wanted > mine)
        {
            throw new MigrationException(MigrationErrorCode.PluginTooNew, $"The plugin '{path}' was built against {Contract} {wanted.ToString(2)}, but this tool has {mine.ToString(2)}. Nothing was done. Update the tool (package Migrations.MSBuild).");
        }
    }

    private static Version? ReadReference(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            return metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Where(r => metadata.GetString(r.Name) == Contract).Select(r => r.Version).FirstOrDefault();
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new MigrationException(MigrationErrorCode.PluginUnusable, $"'{path}' is no .NET assembly. Nothing was done. Name the assembly of the migrations project.", e);
        }
    }
}
