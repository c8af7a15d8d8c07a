using Migrations.Host.Plugins;

namespace Migrations.Host.Projects;

// Where the plugin comes from: this program itself if it is a bundle, the named assembly, the project that is found and built, or the only plugin in the working folder, as in a container.
internal static class PluginSource
{
    public static async Task<string> LocateAsync(string? assembly, ProjectRequest request, Action<string> note, CancellationToken cancellationToken)
    {
        if (BundledPlugin.Current is { } bundled)
        {
            RequireNoOther(bundled, assembly, request);
            return bundled.Name + ".dll";
        }

        if (!string.IsNullOrWhiteSpace(assembly))
        {
            return assembly;
        }

        var folder = Directory.GetCurrentDirectory();
        if (request.Project is null && ProjectSearch.TryFind(folder, null) is null && FindDeployed(folder) is { } deployed)
        {
            return deployed;
        }

        return await PluginBuild.RunAsync(ProjectSearch.Find(folder, request.Project), request, note, cancellationToken).ConfigureAwait(false);
    }

    // A built plugin without its project, beside the packages that it brings. Null if there is none, or more than one.
    public static string? FindDeployed(string folder)
    {
        var plugins = Directory.EnumerateFiles(folder, "*.deps.json").Select(file => file[..^".deps.json".Length] + ".dll").Where(PluginContract.IsPlugin).Take(2).ToList();
        return plugins is [var only] ? only : null;
    }

    private static void RequireNoOther(BundledPlugin bundled, string? assembly, ProjectRequest request)
    {
        if (request != new ProjectRequest())
        {
            throw new MigrationException(MigrationErrorCode.OptionInvalid, $"This program is the bundle of the plugin '{bundled.Name}', and builds no project. Nothing was done. Leave out '--project', '--no-build', '--configuration' and '--framework'.");
        }

        if (!string.IsNullOrWhiteSpace(assembly) && !bundled.IsThatOf(assembly))
        {
            throw new MigrationException(MigrationErrorCode.OptionInvalid, $"This program is the bundle of the plugin '{bundled.Name}', and '{assembly}' is another one, or another build of it. Nothing was done. Leave out '--assembly' and MIGRATIONS_ASSEMBLY, or use the installed command.");
        }
    }
}

// The options about the plugin's project, as they were given.
internal sealed record ProjectRequest
{
    // A project file, or the folder that has one.
    public string? Project { get; init; }

    public bool SkipsBuild { get; init; }

    // Null: what the project itself says.
    public string? Configuration { get; init; }

    public string? Framework { get; init; }
}
