using System.Diagnostics;
using Microsoft.Build.Framework;
using Migrations.MSBuild.Processes;
using Migrations.MSBuild.Properties;
using Migrations.MSBuild.Reports;

namespace Migrations.MSBuild.Tasks;

/// <summary>Starts the host and turns what it prints into messages, warnings and errors of the build.</summary>
public abstract class HostTask : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly HostProcess _process = new();
    private GlobalProperties? _given;

    /// <summary>The host assembly, absolute.</summary>
    [Required]
    public string Host { get; set; } = "";

    /// <summary>The dotnet executable. Default: <c>dotnet</c> of the path.</summary>
    public string DotNet { get; set; } = "";

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

    /// <summary>1 where the terminal logger shows the build: MSBuild's own word, a property for targets.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <inheritdoc />
    public void Cancel() => _process.Cancel();

    // Those that were looked for until the host starts are the options of the target.
    private protected GlobalProperties Given => _given ??= GlobalProperties.Of(BuildEngine);

    // Null when it was not started, because what was given is in error.
    private protected HostRun? Run(IEnumerable<string> arguments)
    {
        // Options are read and checked while the arguments are made.
        var all = arguments.ToList();
        RefuseMisspelt();
        if (Log.HasLoggedErrors)
        {
            return null;
        }

        var start = new ProcessStartInfo(DotNet.Length > 0 ? DotNet : "dotnet") { WorkingDirectory = Directory };
        start.ArgumentList.Add(Host);
        all.ForEach(start.ArgumentList.Add);
        var log = new HostLog(Log);
        var exitCode = _process.Run(start, log.Output, log.Error);
        return new HostRun(exitCode, log);
    }

    // The terminal logger shows no messages but this one, as what the project made. A warning would be seen too, and would end strict builds.
    private protected void PointTo(string file)
    {
        var hint = TerminalLogger == "1" && ReportFile.IsFirst(Intermediate, "terminal-logger") ? " (-tl:off shows all of it here)" : "";
        Log.LogMessage(MessageImportance.High, "{0} -> {1}{2}", Path.GetFileNameWithoutExtension(Project), file, hint);
    }

    private protected IEnumerable<string> Flag(string option, string name) => Given.Flag(option, name, text => Error("MIG1005", text));

    private protected void Error(string code, string text) => Log.LogError(null, code, null, null, 0, 0, 0, 0, "{0}", text);

    private void RefuseMisspelt()
    {
        var files = new ProjectFiles(Project, Intermediate, Packages, sdk: AppContext.BaseDirectory);
        foreach (var name in Given.Unknown)
        {
            if (Spelling.Nearest(name, Given.Known) is { } nearest && !files.Mention(name))
            {
                Error("MIG1018", $"The property '{name}' is no option here, and nothing in the project mentions it, so it would be ignored. Nothing was done. Did you mean '-p:{nearest}='?");
            }
        }
    }
}
