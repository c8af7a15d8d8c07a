using Microsoft.Build.Framework;
using Migrations.MSBuild.Reports;
using Migrations.Shared;

namespace Migrations.MSBuild.Tasks;

/// <summary>Renumbers unreleased migrations behind released ones. Options are global properties: Base (a git reference), DryRun.</summary>
[MSBuildMultiThreadableTask]
public sealed class FixMigrationOrder : HostTask
{
    /// <inheritdoc />
    public override bool Execute()
    {
        if (Run(["fix-order", "--directory", Directory, HostContract.CancelOnStdinEofOption, .. Given.Option("--base", "Base"), .. Flag("--dry-run", "DryRun")]) is not { } run)
        {
            return false;
        }

        PointTo(ReportFile.Write(Intermediate, "fix-order.txt", run.Log));
        return run.ExitCode is (int)ExitCode.Done or (int)ExitCode.Pending && !Log.HasLoggedErrors;
    }
}
