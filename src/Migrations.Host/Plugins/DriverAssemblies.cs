using System.Reflection;
using System.Runtime.Loader;

namespace Migrations.Host.Plugins;

// The driver and its dependencies are in a folder of their own, which the runtime does not search. Host and plugin share one driver, and so one type of IMongoDatabase:
// of each assembly that both bring the one of the higher version is loaded. A driver of another major version never gets this far.
internal static class DriverAssemblies
{
    public const string Driver = "MongoDB.Driver";
    private static readonly string[] Parts = [Driver, "MongoDB.Bson"];
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "driver");
    private static AssemblyDependencyResolver? plugin;

    // Call it before any method that uses a type of the driver is compiled.
    public static void Install() => AssemblyLoadContext.Default.Resolving += (context, name) => Find(name) is { } file ? context.LoadFromAssemblyPath(file) : null;

    // Call it before the plugin is loaded; already loaded assemblies stay.
    public static void Consider(AssemblyDependencyResolver resolver) => plugin = resolver;

    // Whether the host provides the assembly. Where the host is used as a library, there is no such folder, and the program has the driver. Extensions of the driver
    // (logins by AWS, encryption) are the plugin's: they register with the one driver that both have.
    public static bool Own(AssemblyName name) => name.Name is { } text && (File.Exists(PathOf(text)) || Parts.Contains(text, StringComparer.Ordinal));

    // Loaded by name, because the default context's event is not raised for requests from a plugin.
    public static Assembly Load(AssemblyName name) => AssemblyLoadContext.Default.LoadFromAssemblyName(name);

    private static string? Find(AssemblyName name)
    {
        if (name.Name is null || !File.Exists(PathOf(name.Name)))
        {
            return null;
        }

        var own = PathOf(name.Name);
        return plugin?.ResolveAssemblyToPath(name) is { } other && VersionOf(other) > VersionOf(own) ? other : own;
    }

    private static string PathOf(string name) => Path.Combine(Folder, name + ".dll");

    private static Version VersionOf(string file) => AssemblyName.GetAssemblyName(file).Version ?? new Version();
}
