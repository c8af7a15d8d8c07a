using System.Text.Json;

namespace Migrations.Host.Projects;

// Properties of a project, as the SDK evaluates them with all imports.
internal sealed class ProjectProperties(IReadOnlyDictionary<string, string> values)
{
    private const string TargetPathName = "TargetPath";
    private const string FrameworksName = "TargetFrameworks";
    private const string RootNamespaceName = "RootNamespace";
    private const string ImplicitUsingsName = "ImplicitUsings";
    private static readonly string[] Asked = [TargetPathName, FrameworksName, RootNamespaceName, ImplicitUsingsName];

    // Those of a project that is not known.
    public static ProjectProperties Unknown { get; } = new(new Dictionary<string, string>());

    // The built assembly. Null for a project of several frameworks, before one is chosen.
    public string? TargetPath => Filled(TargetPathName);

    public string? Frameworks => Filled(FrameworksName);

    public string? RootNamespace => Filled(RootNamespaceName);

    // False if it is not known: importing a namespace twice does no harm.
    public bool HasImplicitUsings => IsOn(Filled(ImplicitUsingsName) ?? "");

    // The arguments that ask MSBuild for all of them.
    public static IEnumerable<string> Arguments => Asked.Select(name => $"-getProperty:{name}");

    // The SDK may say something of its own around the answer.
    public static ProjectProperties Parse(string output)
    {
        using var document = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]);
        return new ProjectProperties(document.RootElement.GetProperty("Properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal));
    }

    // Without building it.
    public static async Task<ProjectProperties> ReadAsync(string project, IEnumerable<string> arguments, Action<string> error, CancellationToken cancellationToken)
    {
        var read = await DotNetProcess.RunAsync(Path.GetDirectoryName(project)!, ["msbuild", project, "-nologo", .. arguments, .. Arguments], error, cancellationToken).ConfigureAwait(false);
        return read.ExitCode == 0
            ? Parse(read.Output)
            : throw new MigrationException(MigrationErrorCode.ProjectNotBuilt, $"The project '{project}' could not be read; MSBuild's errors are above. Nothing was done. Correct the project.");
    }

    // As the SDK reads it.
    public static bool IsOn(string value) => value.Trim().ToUpperInvariant() is "ENABLE" or "TRUE";

    private string? Filled(string name) => values.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } text ? text : null;
}
