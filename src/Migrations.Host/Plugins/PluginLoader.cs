using System.Reflection;
using System.Runtime.Loader;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Wording;

namespace Migrations.Host.Plugins;

internal static class PluginLoader
{
    public static MigrationCatalogue Load(string path) => BundledPlugin.Current is { } bundled
        ? Read(bundled.Name, bundled.Load, "Make the bundle again, from a project that is built.")
        : LoadFile(path);

    private static MigrationCatalogue LoadFile(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new MigrationException(MigrationErrorCode.PluginNotFound, $"There is no plugin assembly '{full}'. Nothing was done. Build the migrations project first, or correct '--assembly'.");
        }

        var resolver = new AssemblyDependencyResolver(full);
        PluginContract.Check(full, resolver);
        DriverAssemblies.Consider(resolver);
        return Read(full, () => new PluginContext(full, resolver).LoadFromAssemblyPath(full), "Build it with <EnableDynamicLoading>true</EnableDynamicLoading>, so that its packages are copied next to it.");
    }

    private static MigrationCatalogue Read(string name, Func<Assembly> load, string cure)
    {
        try
        {
            return CatalogueReader.Read(load());
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException or CustomAttributeFormatException)
        {
            throw new MigrationException(MigrationErrorCode.PluginUnusable, $"The plugin '{name}' cannot be loaded: {Sentence.Of(e.Message)} Nothing was done. {cure}", e);
        }
    }
}

// The plugin and its own packages live in a context of their own; the contract and the driver are the host's, so that a Migration and an IMongoDatabase are the same types on both sides.
internal sealed class PluginContext(string path, AssemblyDependencyResolver resolver) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private static readonly string[] Contract = ["Migrations.Abstractions", "Migrations.Bytes"];

    protected override Assembly? Load(AssemblyName assemblyName) =>
        DriverAssemblies.Own(assemblyName) ? DriverAssemblies.Load(assemblyName)
        : !Contract.Contains(assemblyName.Name, StringComparer.Ordinal) && resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found)
        : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
