using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Migrations.Engine;

namespace Migrations.Host.Plugins;

// Reads from the files, before anything is loaded, which versions of the contract and of the driver the plugin was built against. Others would fail in the middle of a migration.
internal static class PluginContract
{
    private const string Contract = "Migrations.Abstractions";
    private const int DriverMajor = 3;

    public static void Check(string path, AssemblyDependencyResolver resolver)
    {
        var references = ReadReferences(path);
        CheckContract(path, references.GetValueOrDefault(Contract));
        foreach (var (name, version) in references.Where(r => IsDriver(r.Key)).Concat(Brought(resolver)))
        {
            CheckDriver(path, name, version);
        }
    }

    // In a bundle the versions were chosen when it was made.
    public static void Check(Assembly plugin)
    {
        var (name, references) = (plugin.GetName().Name!, plugin.GetReferencedAssemblies());
        CheckContract(name, references.FirstOrDefault(r => r.Name == Contract)?.Version);
        foreach (var driver in references.Where(r => IsDriver(r.Name!)).Append(Assembly.Load(new AssemblyName(DriverAssemblies.Driver)).GetName()))
        {
            CheckDriver(name, driver.Name!, driver.Version!);
        }
    }

    // Of one build of an assembly.
    public static Guid ReadId(string path) => Read(path, metadata => metadata.GetGuid(metadata.GetModuleDefinition().Mvid));

    // Whether there is such a file, and it uses the contract.
    public static bool IsPlugin(string path)
    {
        try
        {
            return File.Exists(path) && ReadReferences(path).ContainsKey(Contract);
        }
        catch (MigrationException)
        {
            return false;
        }
    }

    private static void CheckContract(string path, Version? wanted)
    {
        // What the engine was built against: in a bundle a newer one may be there.
        var mine = typeof(MigrationEngine).Assembly.GetReferencedAssemblies().Single(r => r.Name == Contract).Version!;
        if (wanted is null)
        {
            throw new MigrationException(MigrationErrorCode.PluginUnusable, $"'{path}' does not use {Contract}, so it is not a migrations plugin. Nothing was done. Name the assembly of the migrations project.");
        }

        if (wanted > mine)
        {
            throw new MigrationException(MigrationErrorCode.PluginTooNew, $"The plugin '{path}' was built against {Contract} {wanted.ToString(2)}, but this tool has {mine.ToString(2)}. Nothing was done. Update the tool: the package Migrations.MSBuild, Cake.Migrations or Migrations.Tool.");
        }
    }

    private static void CheckDriver(string path, string name, Version version)
    {
        if (version.Major != DriverMajor)
        {
            throw new MigrationException(
                MigrationErrorCode.DriverUnusable,
                $"The plugin '{path}' needs {name} {version.ToString(3)}, but this tool works with version {DriverMajor}. Nothing was done. Reference MongoDB.Driver 3.11.1 or later, below 4.0, in its project.");
        }
    }

    // The assemblies next to the plugin are the ones that would be loaded, whatever it was compiled against.
    private static IEnumerable<KeyValuePair<string, Version>> Brought(AssemblyDependencyResolver resolver) =>
        from name in (string[])[DriverAssemblies.Driver, "MongoDB.Bson"]
        let file = resolver.ResolveAssemblyToPath(new AssemblyName(name))
        where file is not null
        select KeyValuePair.Create(name, AssemblyName.GetAssemblyName(file).Version ?? new Version());

    private static bool IsDriver(string name) => name is DriverAssemblies.Driver or "MongoDB.Driver.Core" or "MongoDB.Bson";

    private static Dictionary<string, Version> ReadReferences(string path) => Read(
        path,
        metadata => metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).DistinctBy(r => metadata.GetString(r.Name)).ToDictionary(r => metadata.GetString(r.Name), r => r.Version, StringComparer.Ordinal));

    private static T Read<T>(string path, Func<MetadataReader, T> read)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return read(file.GetMetadataReader());
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new MigrationException(MigrationErrorCode.PluginUnusable, $"'{path}' is not a .NET assembly. Nothing was done. Name the assembly of the migrations project.", e);
        }
    }
}
