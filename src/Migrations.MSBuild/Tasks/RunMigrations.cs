using Microsoft.Build.Framework;
using Migrations.Shared;

namespace Migrations.MSBuild.Tasks;

/// <summary>Runs a command of the host on the plugin. Options are global properties, named like the host's own: Tree, To, Via, At, Force, Verbose and so on.</summary>
[MSBuildMultiThreadableTask]
public sealed class RunMigrations : HostTask
{
    /// <summary>The command: init, stamp, accept, status, trees, history, graph, journal, plan, migrate, rollback, rehearse, prune or verify.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>The plugin assembly, absolute.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var given = ReadGlobalProperties();
        string[] arguments =
        [
            Command, HostContract.AssemblyOption, Assembly, "--project-directory", Directory, HostContract.CancelOnStdinEofOption,
            .. given.Option(HostContract.DatabaseOption, "Database"), .. given.Option(HostContract.OutputOption, "Output"),
            .. Flag(given, HostContract.NoLocalServerOption, "NoLocalServer"), .. CommandOptions(given),
        ];
        if (Log.HasLoggedErrors)
        {
            return false;
        }

        var run = Run(arguments);
        return IsSuccess(run.ExitCode) && !Log.HasLoggedErrors;
    }

    private IEnumerable<string> CommandOptions(GlobalProperties given) => Command switch
    {
        "init" or "stamp" => [.. given.Option("--at", "At"), .. Flag(given, "--force", "Force"), .. Flag(given, "--dry-run", "DryRun"), .. Claim(given)],
        "accept" => [.. given.Find("At") is { } migrations ? [migrations] : Array.Empty<string>(), .. given.Option("--as", "As"), .. Claim(given)],
        "trees" => Flag(given, "--one-shot", "OneShot"),
        "history" => [.. TreeArgument(given), .. Flag(given, "--verbose", "Verbose"), .. Flag(given, "--one-shot", "OneShot")],
        "graph" => [.. TreeArgument(given), .. given.Option("--format", "Format"), .. given.Option("--out", "Out")],
        "journal" => TreeArgument(given),
        "prune" => [.. TreeArgument(given), .. given.Option("--older-than", "OlderThan"), .. Claim(given)],
        "verify" => given.Option("--tree", "Tree"),
        "rehearse" => [.. Target(given), .. Flag(given, "--rollback", "Rollback")],
        "plan" => [.. Target(given), .. Flag(given, "--rollback", "Rollback"), .. Flag(given, "--dry-run", "DryRun")],
        "migrate" or "rollback" => [.. Target(given), .. Run(given)],
        _ => [],
    };

    // Several values stand in one property, separated by ';', and go as one argument: the host splits them.
    private IEnumerable<string> Target(GlobalProperties given) =>
    [
        .. given.Option("--tree", "Tree"), .. given.Option("--to", "To"), .. given.Option("--distance", "Distance"), .. given.Option("--via", "Via"), .. given.Option("--from", "From"),
        .. given.Option("--late", "Late"), .. given.Option("--option", "Option"), .. Flag(given, "--force", "Force"),
        .. given.Option("--accept-changed", "AcceptChanged"), .. given.Option("--accept-half-done", "AcceptHalfDone"),
    ];

    private IEnumerable<string> Run(GlobalProperties given) =>
    [
        .. given.Option("--transaction", "Transaction"), .. given.Option("--batch-size", "BatchSize"), .. given.Option("--workers", "Workers"), .. given.Option("--lock-wait", "LockWait"), .. given.Option("--confirm", "Confirm"),
        .. given.Option("--on-document-error", "OnDocumentError"), .. given.Option("--limit-errors", "LimitErrors"), .. given.Option("--max-replication-lag", "MaxReplicationLag"), .. Flag(given, "--dry-run", "DryRun"),
    ];

    private static IEnumerable<string> Claim(GlobalProperties given) => [.. given.Option("--confirm", "Confirm"), .. given.Option("--lock-wait", "LockWait")];

    private IEnumerable<string> Flag(GlobalProperties given, string option, string name) => given.Flag(option, name, Reject);

    private static IEnumerable<string> TreeArgument(GlobalProperties given) => given.Find("Tree") is { } tree ? [tree] : [];

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
            Log.LogError(null, code, null, null, 0, 0, 0, 0, "{0}", text);
        }

        return false;
    }

    private void Reject(string text) => Log.LogError(null, "MIG1005", null, null, 0, 0, 0, 0, "{0}", text);
}
