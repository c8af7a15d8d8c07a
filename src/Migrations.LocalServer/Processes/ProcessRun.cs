using System.ComponentModel;
using System.Diagnostics;
using Migrations.LocalServer.Errors;

namespace Migrations.LocalServer.Processes;

// One short-lived program, run to its end, with its output.
internal sealed record ProcessRun(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    public string LastWords => (Errors.Length > 0 ? Errors : Output).Trim();

    public static async Task<ProcessRun> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = CleanStart.Without(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true }) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new ProcessRun(127, "", $"'{program}' could not be started: {exception.Message}");
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new ProcessRun(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

// Our environment may have the connection string of another database, and anybody who may inspect a process can read its environment.
internal static class CleanStart
{
    public static ProcessStartInfo Without(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith(LocalServerCures.ConnectionVariable, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
