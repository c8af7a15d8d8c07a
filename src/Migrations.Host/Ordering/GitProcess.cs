using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Migrations.Host.Ordering;

// One run of git, started with a list of arguments and without a shell.
internal sealed record GitProcess(int ExitCode, string Output, string Errors)
{
    // In a hook these variables name the repository of the hook, and not the one in question.
    private static readonly string[] OfHooks = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

    public bool Succeeded => ExitCode == 0;

    public static async Task<GitProcess> RunAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8 };
        Array.ForEach(OfHooks, name => start.Environment.Remove(name));
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new MigrationException(MigrationErrorCode.GitUnavailable, $"git could not be started: {e.Message}. It is not known what is released, so nothing was done. Install git, or put it on the path.", e);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new GitProcess(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public string Require(string what) => Succeeded
        ? Output
        : throw new MigrationException(MigrationErrorCode.GitUnavailable, $"git could not {what}: {Errors.Trim()}. It is not known what is released, so nothing was done. Repair the repository, for a partial clone by fetching what is missing.");
}
