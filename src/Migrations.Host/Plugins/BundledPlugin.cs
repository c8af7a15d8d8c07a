using System.Reflection;

namespace Migrations.Host.Plugins;

// The plugin that is in one file with this program. The runtime itself finds its assemblies there, in the default context, and there are no files to look at.
internal sealed record BundledPlugin(string Name, IReadOnlySet<string> Assemblies)
{
    // Null where the program is not a bundle. The names are those of bundle/program/Migrations.Bundle.csproj.
    public static BundledPlugin? Current { get; } = Read(AppContext.GetData);

    public static BundledPlugin? Read(Func<string, object?> setting) => setting("Migrations.Bundle.Plugin") is string { Length: > 0 } name
        ? new BundledPlugin(name, ((setting("Migrations.Bundle.Assemblies") as string) ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal))
        : null;

    public Assembly Load()
    {
        var plugin = Assembly.Load(new AssemblyName(Name));
        PluginContract.Check(plugin);
        return plugin;
    }

    // Whether it is the plugin's, and not the command's or the framework's.
    public bool Brought(Assembly assembly) => assembly.GetName().Name is { } name && Assemblies.Contains(name);

    // By its name, and where there is such a file, by the id that the compiler gave to its content.
    public bool IsThatOf(string path) => string.Equals(Path.GetFileNameWithoutExtension(path), Name, StringComparison.Ordinal)
        && (!File.Exists(path) || PluginContract.ReadId(path) == Assembly.Load(new AssemblyName(Name)).ManifestModule.ModuleVersionId);
}
