using Migrations.Engine.Wording;
using System.Runtime.Loader;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;

namespace Migrations.Host.Plugins;

internal static class PluginLoader
{
    public static MigrationCatalogue Load(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new MigrationException(MigrationErrorCode.PluginNotFound, $"There is no plugin assembly '{full}'. Nothing was done. Build the migrations project first, or correct '--assembly'.");
        }

        var resolver = new AssemblyDependencyResolver(full);
        PluginContract.Check(full, resolver);
        DriverAssemblies.Consider(resolver);
        try
        {
            return CatalogueReader.Read(new PluginContext(full, resolver).LoadFromAssemblyPath(full));
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException or System.Reflection.CustomAttributeFormatException)
        {
            throw new MigrationException(
                MigrationErrorCode.PluginUnusable,
                $"The plugin '{full}' cannot be loaded: {Sentence.Of(e.Message)} Nothing was done. Build it with <EnableDynamicLoading>true</EnableDynamicLoading>, so that its packages are copied next to it.",
                e);
        }
    }
}
