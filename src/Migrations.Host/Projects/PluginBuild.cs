namespace Migrations.Host.Projects;

// Builds the project of the plugin, and says where its assembly is.
internal static class PluginBuild
{
    public static async Task<string> RunAsync(string project, ProjectRequest request, Action<string> note, CancellationToken cancellationToken)
    {
        var properties = request.SkipsBuild
            ? await ProjectProperties.ReadAsync(project, Choices(request), note, cancellationToken).ConfigureAwait(false)
            : await BuildAsync(project, request, note, cancellationToken).ConfigureAwait(false);
        var assembly = properties.TargetPath ?? throw Undecided(project, properties.Frameworks);
        return File.Exists(assembly)
            ? assembly
            : throw new MigrationException(MigrationErrorCode.PluginNotFound, $"The project '{project}' is not built: there is no '{assembly}'. Nothing was done. Leave out '--no-build', or build it first.");
    }

    private static async Task<ProjectProperties> BuildAsync(string project, ProjectRequest request, Action<string> note, CancellationToken cancellationToken)
    {
        note($"Building {Path.GetFileName(project)} ...");
        string[] arguments = ["build", project, "-nologo", "-tl:off", "-v:q", "-t:Build", .. Choices(request), .. ProjectProperties.Arguments];
        var built = await DotNetProcess.RunAsync(Path.GetDirectoryName(project)!, arguments, note, cancellationToken).ConfigureAwait(false);
        return built.ExitCode == 0
            ? ProjectProperties.Parse(built.Output)
            : throw new MigrationException(MigrationErrorCode.ProjectNotBuilt, $"The project '{project}' could not be built; the compiler's errors are above. Nothing was done. Correct them, or use the assembly of the last build with '--no-build'.");
    }

    public static IEnumerable<string> Choices(ProjectRequest request)
    {
        if (request.Configuration is { } configuration)
        {
            yield return $"-p:Configuration={configuration}";
        }

        if (request.Framework is { } framework)
        {
            yield return $"-p:TargetFramework={framework}";
        }
    }

    private static MigrationException Undecided(string project, string? frameworks) => new(
        MigrationErrorCode.OptionInvalid,
        $"The project '{project}' is built for {frameworks ?? "no framework"}, and it was not said which one is meant. Nothing was done. Choose one, for example '--framework net10.0'.");
}
