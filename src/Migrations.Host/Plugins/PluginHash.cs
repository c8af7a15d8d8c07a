using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using Migrations.Engine.Model;

namespace Migrations.Host.Plugins;

// Tells one build of a plugin from another: its assembly and the assemblies that it brings, each by the id that the compiler gives to its content. Deterministic builds of the same sources have the same.
internal static class PluginHash
{
    public static string Of(MigrationCatalogue catalogue)
    {
        var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (catalogue.Plugin is { } plugin)
        {
            Add(plugin, AssemblyLoadContext.GetLoadContext(plugin)!, seen);
        }

        var text = new StringBuilder();
        foreach (var (name, id) in seen)
        {
            text.Append(name).Append(' ').Append(id).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Add(Assembly assembly, AssemblyLoadContext context, SortedDictionary<string, string> seen)
    {
        if (!seen.TryAdd(assembly.GetName().Name!, assembly.ManifestModule.ModuleVersionId.ToString()))
        {
            return;
        }

        foreach (var name in assembly.GetReferencedAssemblies())
        {
            if (Find(name, context) is not { } found)
            {
                continue;
            }

            // What the host has is not the plugin's, such as the framework, the contract and the driver.
            if (BundledPlugin.Current?.Brought(found) ?? AssemblyLoadContext.GetLoadContext(found) == context)
            {
                Add(found, context, seen);
            }
        }
    }

    // A plugin may refer to what it never uses.
    private static Assembly? Find(AssemblyName name, AssemblyLoadContext context)
    {
        try
        {
            return context.LoadFromAssemblyName(name);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            return null;
        }
    }
}
