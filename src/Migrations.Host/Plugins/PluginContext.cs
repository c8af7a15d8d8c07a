using System.Reflection;
using System.Runtime.Loader;

namespace Migrations.Host.Plugins;

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
