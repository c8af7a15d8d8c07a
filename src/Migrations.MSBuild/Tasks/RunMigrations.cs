using Microsoft.Build.Framework;
using Migrations.MSBuild.Reports;
using Migrations.Shared;

namespace Migrations.MSBuild.Tasks;

/// <summary>Runs a command of the host on the plugin. Options are global properties, named like the host's own: Tree, To, Via, At, Force, Verbose and so on.</summary>
[MSBuildMultiThreadableTask]
public sealed class RunMigrations : HostTask
{
    // MSBuild refuses a property with the name of an element of its own, Output.
    private const string OutputProperty = "MigrationOutput";

    /// <summary>The command: init, stamp, accept, status, trees, history, graph, journal, plan, migrate, rollback, rehearse, prune or verify.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>The plugin assembly, absolute.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var isJson = string.Equals(Given.Find(OutputProperty), "json", StringComparison.OrdinalIgnoreCase);
        string[] arguments =
        [
            Command, HostContract.AssemblyOption, Assembly, "--project-directory", Directory, HostContract.CancelOnStdinEofOption,
            .. Given.Option(HostContract.DatabaseOption, "Database"), .. Given.Option(HostContract.OutputOption, OutputProperty),
            .. Flag(HostContract.NoLocalServerOption, "NoLocalServer"), .. CommandOptions(),
        ];
        if (Run(arguments) is not { } run)
        {
            return false;
        }

        PointTo(run.Log.CreatedFile ?? ReportFile.Write(Intermediate, isJson ? Command + ".json" : ReportName(), run.Log));
        if (isJson)
        {
            JsonFaults.Say(run.Log);
        }

        return IsSuccess(run.ExitCode) && !Log.HasLoggedErrors;
    }

    private IEnumerable<string> CommandOptions() => Command switch
    {
        "init" or "stamp" => [.. Given.Option("--at", "At"), .. Flag("--force", "Force"), .. Flag("--dry-run", "DryRun"), .. Claim()],
        "accept" => [.. Given.Find("At") is { } migrations ? [migrations] : Array.Empty<string>(), .. Given.Option("--as", "As"), .. Claim()],
        "trees" => Flag("--one-shot", "OneShot"),
        "history" => [.. TreeArgument(), .. Flag("--verbose", "Verbose"), .. Flag("--one-shot", "OneShot")],
        "graph" => [.. TreeArgument(), .. Given.Option("--format", "Format"), .. Given.Option("--out", "Out")],
        "journal" => TreeArgument(),
        "prune" => [.. TreeArgument(), .. Given.Option("--older-than", "OlderThan"), .. Claim()],
        "verify" => Given.Option("--tree", "Tree"),
        "rehearse" => [.. Target(), .. Flag("--rollback", "Rollback")],
        "plan" => [.. Target(), .. Flag("--rollback", "Rollback"), .. Flag("--dry-run", "DryRun")],
        "migrate" or "rollback" => [.. Target(), .. Run()],
        _ => [],
    };

    // Several values stand in one property, separated by ';', and go as one argument: the host splits them.
    private IEnumerable<string> Target() =>
    [
        .. Given.Option("--tree", "Tree"), .. Given.Option("--to", "To"), .. Given.Option("--distance", "Distance"), .. Given.Option("--via", "Via"), .. Given.Option("--from", "From"),
        .. Given.Option("--late", "Late"), .. Given.Option("--option", "Option"), .. Flag("--force", "Force"),
        .. Given.Option("--accept-changed", "AcceptChanged"), .. Given.Option("--accept-half-done", "AcceptHalfDone"),
    ];

    private IEnumerable<string> Run() =>
    [
        .. Given.Option("--transaction", "Transaction"), .. Given.Option("--batch-size", "BatchSize"), .. Given.Option("--workers", "Workers"), .. Given.Option("--lock-wait", "LockWait"), .. Given.Option("--confirm", "Confirm"),
        .. Given.Option("--on-document-error", "OnDocumentError"), .. Given.Option("--limit-errors", "LimitErrors"), .. Given.Option("--max-replication-lag", "MaxReplicationLag"), .. Flag("--dry-run", "DryRun"),
    ];

    private IEnumerable<string> Claim() => [.. Given.Option("--confirm", "Confirm"), .. Given.Option("--lock-wait", "LockWait")];

    private IEnumerable<string> TreeArgument() => Given.Find("Tree") is { } tree ? [tree] : [];

    // A picture is of its own kind.
    private string ReportName() => Command != "graph" ? Command + ".txt" : string.Equals(Given.Find("Format"), "svg", StringComparison.OrdinalIgnoreCase) ? "graph.svg" : "graph.mmd";

    // A plan with something in it is no failed build; for the gate it is.
    private bool IsSuccess(int exitCode)
    {
        if (exitCode == (int)ExitCode.Done || (exitCode == (int)ExitCode.Pending && Command == "plan"))
        {
            return true;
        }

        if (exitCode == (int)ExitCode.Cancelled)
        {
            Log.LogWarning("The migration run was cancelled. What is finished stays finished; 'migrations status' says how to go on.");
        }
        else if (!Log.HasLoggedErrors)
        {
            var (code, text) = exitCode == (int)ExitCode.Pending ? ("MIG1702", "Migrations are pending, so the gate is closed. Run '-t:Migrate' first.") : ("MIG1999", $"The migrations host ended with exit code {exitCode} and said no error.");
            Error(code, text);
        }

        return false;
    }
}
