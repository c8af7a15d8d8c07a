using Migrations.Host.Plugins;

namespace Migrations.Host.Projects;

// A built plugin without its project, beside the packages that it brings.
internal static class DeployedPlugin
{
    // Null if there is none, or more than one.
    public static string? Find(string folder)
    {
        var plugins = Directory.EnumerateFiles(folder, "*.deps.json").Select(file => file[..^".deps.json".Length] + ".dll").Where(PluginContract.IsPlugin).Take(2).ToList();
        return plugins is [var only] ? only : null;
    }
}
