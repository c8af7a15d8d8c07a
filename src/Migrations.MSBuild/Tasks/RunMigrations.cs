using System.Diagnostics;
using Microsoft.Build.Framework;
using Migrations.MSBuild.Processes;
using Migrations.MSBuild.Properties;
using Migrations.MSBuild.Reports;
using Migrations.Shared;

namespace Migrations.MSBuild.Tasks;

/// <summary>Starts the host and turns what it prints into messages, warnings and errors of the build. The command's options are global properties: <c>Migration</c> and the option's name, as <c>-p:MigrationDryRun=true</c>.</summary>
[MSBuildMultiThreadableTask]
public sealed class RunMigrations : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly HostProcess _process = new();

    /// <summary>The command of the host.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>The host assembly, absolute.</summary>
    [Required]
    public string Host { get; set; } = "";

    /// <summary>The dotnet executable. Default: <c>dotnet</c> of the path.</summary>
    public string DotNet { get; set; } = "";

    /// <summary>The plugin assembly, absolute. Commands that write source files do not need it.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>The folder of the plugin project, absolute.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>The plugin project, absolute.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The project's folder for what the build writes, absolute.</summary>
    [Required]
    public string Intermediate { get; set; } = "";

    /// <summary>The folder of the packages.</summary>
    public string Packages { get; set; } = "";

    /// <summary>The namespace that the new file's namespace starts with.</summary>
    public string RootNamespace { get; set; } = "";

    /// <summary>Whether the project has implicit usings.</summary>
    public string ImplicitUsings { get; set; } = "";

    /// <summary>The databases, if they are several. The metadata <c>ConnectionVariable</c> names the environment variable that has the connection string of their server; without it, it is <c>MIGRATIONS_CONNECTION</c>.</summary>
    public ITaskItem[] Databases { get; set; } = [];

    /// <summary>1 where the terminal logger shows the build: MSBuild's own word, a property for targets.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <summary>Whether it is a part of every build: options given on the command line are then meant for another target. Default: false.</summary>
    public bool IsPartOfBuild { get; set; }

    /// <summary>The file that was written.</summary>
    [Output]
    public string CreatedFile { get; set; } = "";

    /// <inheritdoc />
    public void Cancel() => _process.Cancel();

    /// <inheritdoc />
    public override bool Execute()
    {
        var command = CommandTable.Of(Command);
        var given = IsPartOfBuild ? new GlobalProperties([]) : GlobalProperties.Of(BuildEngine);
        var files = new ProjectFiles(Project, Intermediate, Packages, sdk: AppContext.BaseDirectory);
        foreach (var (code, text) in PropertyCheck.FaultsOf(command, given, files.Mention))
        {
            Error(code, text);
        }

        if (MigrationTargets.AreTakenBy(command) && MigrationTargets.FaultOf(files) is { } fault)
        {
            Error("MIG1035", fault);
        }

        if (Log.HasLoggedErrors)
        {
            return false;
        }

        var log = new HostLog(Log, Command);
        var exitCode = Start(HostArguments.Of(command, given, FromProject(given)), log);
        Report(command, given, log);
        return IsSuccess(command, exitCode) && !Log.HasLoggedErrors;
    }

    // Set by the project; optional.
    private Dictionary<OptionRow, string> FromProject(GlobalProperties given) => new()
    {
        [OptionTable.Assembly] = Assembly,
        [OptionTable.Databases] = MigrationTargets.Of(Databases.Select(item => (item.ItemSpec, item.GetMetadata("ConnectionVariable"))), given),
        [OptionTable.ProjectDirectory] = Directory,
        [OptionTable.Directory] = Directory,
        [OptionTable.RootNamespace] = RootNamespace,
        [OptionTable.ImplicitUsings] = ImplicitUsings.Trim().ToUpperInvariant() is "ENABLE" or "TRUE" ? "enable" : "disable",
        [OptionTable.CancelOnStdinEof] = "true",
    };

    private int Start(IEnumerable<string> arguments, HostLog log)
    {
        var start = new ProcessStartInfo(DotNet.Length > 0 ? DotNet : "dotnet", [Host, .. arguments]) { WorkingDirectory = Directory };
        return _process.Run(start, log.Output, log.Error);
    }

    private void Report(CommandRow command, GlobalProperties given, HostLog log)
    {
        var isJson = given.Is(OptionTable.Output, "json");
        if ((isJson ? JsonReport.CreatedFile(log) : log.CreatedFile) is { } created)
        {
            CreatedFile = created;
            PointTo(created, hint: "");
        }
        else if (!command.CreatesFile)
        {
            PointTo(ReportFile.Write(Intermediate, isJson ? command.Name + ".json" : ReportName(command, given), log), Hint());
        }

        if (isJson)
        {
            JsonReport.SayFaults(log);
        }
    }

    // The terminal logger only shows this message, as the project's output. It would show a warning too, but that would fail strict builds.
    private void PointTo(string file, string hint) => Log.LogMessage(MessageImportance.High, "{0} -> {1}{2}", Path.GetFileNameWithoutExtension(Project), file, hint);

    private string Hint() => TerminalLogger == "1" && ReportFile.IsFirst(Intermediate, "terminal-logger") ? " (-tl:off shows all of it here)" : "";

    // A picture has its own format.
    private static string ReportName(CommandRow command, GlobalProperties given) =>
        command.Name != CommandTable.Graph ? command.Name + ".txt" : given.Is(OptionTable.Format, "svg") ? "graph.svg" : "graph.mmd";

    private bool IsSuccess(CommandRow command, int exitCode)
    {
        if (exitCode == (int)ExitCode.Done || (exitCode == (int)ExitCode.Pending && command.MayLeavePending))
        {
            return true;
        }

        if (exitCode == (int)ExitCode.Cancelled)
        {
            Log.LogWarning("The migration run was cancelled. What is finished stays finished; 'dotnet build -t:MigrationStatus' says how to continue.");
        }
        else if (!Log.HasLoggedErrors)
        {
            var (code, text) = exitCode == (int)ExitCode.Pending ? ("MIG1702", "Migrations are pending, so the gate is closed. Run 'dotnet build -t:Migrate' first.") : ("MIG1999", $"The migrations host exited with code {exitCode} without reporting an error.");
            Error(code, text);
        }

        return false;
    }

    private void Error(string code, string text) => Log.LogError(null, code, null, null, 0, 0, 0, 0, "{0}", text);
}
