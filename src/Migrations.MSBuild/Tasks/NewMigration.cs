using Microsoft.Build.Framework;
using Migrations.Shared;

namespace Migrations.MSBuild.Tasks;

/// <summary>Creates the file of a new migration. Options are global properties: Name, Tree, Kind, Version, Reversible, Collection.</summary>
[MSBuildMultiThreadableTask]
public sealed class NewMigration : HostTask
{
    /// <summary>The namespace that the file's own starts with.</summary>
    public string RootNamespace { get; set; } = "";

    /// <summary>The created file.</summary>
    [Output]
    public string CreatedFile { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var given = ReadGlobalProperties();
        if (given.Find("Name") is not { } name)
        {
            Error("MIG1001", "A new migration needs a name. Nothing was created. Give it: dotnet build -t:NewMigration -p:Name=AddBaz");
            return false;
        }

        string[] arguments =
        [
            "new", "--name", name, "--directory", Directory,
            .. given.Option("--tree", "Tree"), .. given.Option("--kind", "Kind"), .. given.Option("--version-name", "Version"), .. given.Option("--collection", "Collection"),
            .. given.Flag("--reversible", "Reversible", text => Error("MIG1005", text)),
            .. RootNamespace.Length > 0 ? ["--namespace", RootNamespace] : Array.Empty<string>(),
        ];
        if (Log.HasLoggedErrors)
        {
            return false;
        }

        var run = Run(arguments);
        CreatedFile = run.Log.Lines.LastOrDefault(l => l.StartsWith(HostContract.CreatedPrefix, StringComparison.Ordinal))?[HostContract.CreatedPrefix.Length..] ?? "";
        return run.ExitCode == (int)ExitCode.Done && !Log.HasLoggedErrors;
    }

    private void Error(string code, string text) => Log.LogError(null, code, null, null, 0, 0, 0, 0, "{0}", text);
}
