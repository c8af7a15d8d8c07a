using System.Diagnostics;
using Microsoft.Build.Framework;
using Migrations.MSBuild.Processes;

namespace Migrations.MSBuild.Tasks;

/// <summary>Starts the host and turns what it prints into messages, warnings and errors of the build.</summary>
public abstract class HostTask : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly HostProcess _process = new();

    /// <summary>The host assembly, absolute.</summary>
    [Required]
    public string Host { get; set; } = "";

    /// <summary>The dotnet executable. Default: <c>dotnet</c> of the path.</summary>
    public string DotNet { get; set; } = "";

    /// <summary>The folder of the plugin project, absolute.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <inheritdoc />
    public void Cancel() => _process.Cancel();

    private protected GlobalProperties ReadGlobalProperties() => GlobalProperties.Of(BuildEngine);

    private protected HostRun Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(DotNet.Length > 0 ? DotNet : "dotnet") { WorkingDirectory = Directory };
        start.ArgumentList.Add(Host);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var log = new HostLog(Log);
        var exitCode = _process.Run(start, log.Output, log.Error);
        return new HostRun(exitCode, log);
    }
}
