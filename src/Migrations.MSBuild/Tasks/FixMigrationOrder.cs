using Microsoft.Build.Framework;
using Migrations.Shared;

namespace Migrations.MSBuild.Tasks;

/// <summary>Renumbers unreleased migrations behind released ones. Options are global properties: Base (a git reference), DryRun.</summary>
[MSBuildMultiThreadableTask]
public sealed class FixMigrationOrder : HostTask
{
    /// <inheritdoc />
    public override bool Execute()
    {
        var given = ReadGlobalProperties();
        string[] arguments =
        [
            "fix-order", "--directory", Directory, HostContract.CancelOnStdinEofOption, .. given.Option("--base", "Base"),
            .. given.Flag("--dry-run", "DryRun", text => Log.LogError(null, "MIG1005", null, null, 0, 0, 0, 0, "{0}", text)),
        ];
        return !Log.HasLoggedErrors && Run(arguments).ExitCode is (int)ExitCode.Done or (int)ExitCode.Pending && !Log.HasLoggedErrors;
    }
}
