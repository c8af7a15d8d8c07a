using System.Reflection;
using System.Runtime.Loader;

namespace Migrations.Host.Plugins;

// The plugin that is in one file with this program: a resource of it. The runtime itself finds what came with the plugin, in the default context, and there are no files to look at.
internal sealed record BundledPlugin(string Name, IReadOnlySet<string> Assemblies, Func<Stream?> Content)
{
    private readonly Lazy<Assembly> _plugin = new(() => Load(Name, Content));

    // Null where the program is not a bundle. The names are those of bundle/program/Migrations.Bundle.csproj.
    public static BundledPlugin? Current { get; } = Read(AppContext.GetData);

    public static BundledPlugin? Read(Func<string, object?> setting) => setting("Migrations.Bundle.Plugin") is string { Length: > 0 } name
        ? new BundledPlugin(name, ((setting("Migrations.Bundle.Assemblies") as string) ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal), () => Assembly.GetEntryAssembly()?.GetManifestResourceStream("Migrations.Bundle.Plugin"))
        : null;

    public Assembly Load()
    {
        PluginContract.Check(_plugin.Value);
        return _plugin.Value;
    }

    // Whether it is the plugin's, and not the command's or the framework's.
    public bool Brought(Assembly assembly) => assembly.GetName().Name is { } name && Assemblies.Contains(name);

    // By its name, and where there is such a file, by the id that the compiler gave to its content.
    public bool IsThatOf(string path) => string.Equals(Path.GetFileNameWithoutExtension(path), Name, StringComparison.Ordinal)
        && (!File.Exists(path) || PluginContract.ReadId(path) == _plugin.Value.ManifestModule.ModuleVersionId);

    // In a context of its own, where its name is free, whatever the command's own assemblies are called.
    private static Assembly Load(string name, Func<Stream?> content)
    {
        using var resource = content() ?? throw new FileNotFoundException($"This program is a bundle without its plugin '{name}'.");
        return new AssemblyLoadContext(name).LoadFromStream(resource);
    }
}
