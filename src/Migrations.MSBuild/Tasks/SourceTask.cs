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
        // Flags are read while the arguments are made.
        var given = arguments.ToList();
        if (Log.HasLoggedErrors)
        {
            return false;
        }

        var run = Run([.. given, "--directory", Directory]);
        CreatedFile = run.Log.Lines.LastOrDefault(l => l.StartsWith(HostContract.CreatedPrefix, StringComparison.Ordinal))?[HostContract.CreatedPrefix.Length..] ?? "";
        return run.ExitCode == (int)ExitCode.Done && !Log.HasLoggedErrors;
    }

    private protected IEnumerable<string> MigrationOptions(GlobalProperties given) =>
    [
        .. given.Option("--kind", "Kind"), .. given.Option("--collection", "Collection"), .. given.Option("--class", "Class"), .. Flag(given, "--reversible", "Reversible"),
        .. RootNamespace.Length > 0 ? ["--namespace", RootNamespace] : Array.Empty<string>(),
        "--implicit-usings", ImplicitUsings.Trim().ToUpperInvariant() is "ENABLE" or "TRUE" ? "enable" : "disable",
    ];

    private protected IEnumerable<string> Flag(GlobalProperties given, string option, string name) => given.Flag(option, name, text => Error("MIG1005", text));

    private protected void Error(string code, string text) => Log.LogError(null, code, null, null, 0, 0, 0, 0, "{0}", text);
}
