using System.ComponentModel;
using System.Diagnostics;
using Migrations.Shared;

namespace Migrations.Host.Projects;

// One run of the .NET SDK's command, without a shell. MSBuild writes its errors and warnings to standard error when it is asked for values.
internal sealed record DotNetProcess(int ExitCode, string Output)
{
    public static async Task<DotNetProcess> RunAsync(string folder, IEnumerable<string> arguments, Action<string> error, CancellationToken cancellationToken)
    {
        using var process = Start(folder, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        try
        {
            while (await process.StandardError.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                error(line);
            }

            var text = await output.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new DotNetProcess(process.ExitCode, text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program(), arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // A binary log of the build has all environment variables in it.
        start.Environment.Remove(HostContract.ConnectionVariable);
        start.Environment["DOTNET_NOLOGO"] = "1";
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
            return process;
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new MigrationException(MigrationErrorCode.ProjectNotBuilt, $"'{start.FileName}' could not be started: {e.Message}. The plugin was not built, and nothing was done. Install the .NET SDK, or name the built assembly with '--assembly PATH'.", e);
        }
    }

    private static string Program() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
}
