using Microsoft.Build.Framework;
using Migrations.Shared;

namespace Migrations.MSBuild.Tasks;

/// <summary>What the tasks have in common that write source files.</summary>
public abstract class SourceTask : HostTask
{
    /// <summary>The namespace that the file's own starts with.</summary>
    public string RootNamespace { get; set; } = "";

    /// <summary>Whether the project imports System and its kin by itself.</summary>
    public string ImplicitUsings { get; set; } = "";

    /// <summary>The created file.</summary>
    [Output]
    public string CreatedFile { get; set; } = "";

    private protected bool Create(IEnumerable<string> arguments)
    {
        if (Run([.. arguments, "--directory", Directory]) is not { } run)
        {
            return false;
        }

        CreatedFile = run.Log.CreatedFile ?? "";
        return run.ExitCode == (int)ExitCode.Done && !Log.HasLoggedErrors;
    }

    private protected IEnumerable<string> MigrationOptions() =>
    [
        .. Given.Option("--kind", "Kind"), .. Given.Option("--collection", "Collection"), .. Given.Option("--class", "Class"), .. Flag("--reversible", "Reversible"),
        .. RootNamespace.Length > 0 ? ["--namespace", RootNamespace] : Array.Empty<string>(),
        "--implicit-usings", ImplicitUsings.Trim().ToUpperInvariant() is "ENABLE" or "TRUE" ? "enable" : "disable",
    ];

    // The package restore takes a property Version for the project's own and refuses 'next', so there is another name for it.
    private protected IEnumerable<string> Version() =>
        Given.Option("--version-name", "MigrationVersion") is var version && version.Any() ? version : Given.Option("--version-name", "Version");
}
