using System.Text.Json;
using Migrations.Host.Projects;

namespace Migrations.Host.Bundles;

// Makes the bundle of a plugin with the SDK, whether or not its project uses the package Migrations.MSBuild: the targets are beside this program.
internal static class BundleBuild
{
    private const string Target = "MakeMigrationBundle";

    // The executable.
    public static async Task<string> RunAsync(string project, BundleRequest request, Action<string> note, CancellationToken cancellationToken)
    {
        note($"Bundling {Path.GetFileName(project)} ...");
        var made = await DotNetProcess.RunAsync(Path.GetDirectoryName(project)!, Arguments(project, request, AppContext.BaseDirectory), note, cancellationToken).ConfigureAwait(false);
        return made.ExitCode == 0
            ? Parse(made.Output)
            : throw new MigrationException(MigrationErrorCode.ProjectNotBuilt, $"The bundle of '{project}' could not be made; the errors are above. Nothing can be deployed. Correct them, and check '--runtime' if a package of that platform is missing.");
    }

    // Pure. MSBuild would read a ';' in a value as the end of it.
    public static IReadOnlyList<string> Arguments(string project, BundleRequest request, string home)
    {
        var targets = Path.Combine(home, "bundle", "Migrations.Bundle.targets");
        List<string> arguments = ["build", project, "-nologo", "-tl:off", "-v:q", .. PluginBuild.Choices(request.Project), $"-p:CustomAfterMicrosoftCommonTargets={Escaped(targets)}", $"-p:MigrationsBundleTargets={Escaped(targets)}"];
        arguments.AddRange(request.Project.SkipsBuild ? ["--no-restore", "-p:NoBuild=true", $"-t:{Target}"] : ["-t:Build", $"-t:{Target}"]);
        arguments.AddRange(request.Runtime is { } runtime ? [$"-p:MigrationRuntime={Escaped(runtime)}"] : []);
        arguments.AddRange(request.Out is { } path ? [$"-p:MigrationOut={Escaped(path)}"] : []);
        arguments.Add($"-getTargetResult:{Target}");
        return arguments;
    }

    // The SDK may say something of its own around the answer.
    public static string Parse(string output)
    {
        using var document = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]);
        return document.RootElement.GetProperty("TargetResults").GetProperty(Target).GetProperty("Items")[0].GetProperty("FullPath").GetString()!;
    }

    private static string Escaped(string value) => value.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}

// Runtime and Out are null where the SDK's own platform, and the usual place, will do.
internal sealed record BundleRequest(ProjectRequest Project, string? Runtime, string? Out);
