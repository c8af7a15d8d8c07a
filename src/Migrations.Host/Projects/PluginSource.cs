namespace Migrations.Host.Projects;

// Where the plugin comes from: the named assembly, the project that is found and built, or the only plugin in the working folder, as in a container.
internal static class PluginSource
{
    public static async Task<string> LocateAsync(string? assembly, ProjectRequest request, Action<string> note, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(assembly))
        {
            return assembly;
        }

        var folder = Directory.GetCurrentDirectory();
        if (request.Project is null && ProjectSearch.TryFind(folder, null) is null && DeployedPlugin.Find(folder) is { } deployed)
        {
            return deployed;
        }

        return await PluginBuild.RunAsync(ProjectSearch.Find(folder, request.Project), request, note, cancellationToken).ConfigureAwait(false);
    }
}
