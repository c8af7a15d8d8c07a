using System.Diagnostics;

namespace Migrations.Shared;

// One run of the local server's program; everybody starts it this way. It ends when its standard input does, so its owner has to pass on Ctrl-C.
internal sealed class LocalServerRun : IDisposable
{
    // The connection string may have a password, which neither this program nor its child processes need.
    private const string SecretVariable = "MIGRATIONS_CONNECTION";
    private readonly Process _process;
    private readonly Task _notes;

    private LocalServerRun(Process process, Action<string> note)
    {
        _process = process;
        _notes = ForwardAsync(process.StandardError, note);
    }

    public bool HasEnded => _process.HasExited;

    public int ProcessId => _process.Id;

    public int ExitCode => _process.ExitCode;

    // 'note' receives the program's progress messages.
    public static LocalServerRun Start(string program, IEnumerable<string> arguments, Action<string> note)
    {
        var start = new ProcessStartInfo(DotNet(), [program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove(SecretVariable);
        return new LocalServerRun(Process.Start(start) ?? throw new InvalidOperationException("The local server's program could not be started."), note);
    }

    // Null if it ended without one.
    public async Task<LocalServerAnswer?> ReadAnswerAsync() => LocalServerAnswer.Read(await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false));

    // Stops it cleanly: data are written, and nothing is left running.
    public void End() => _process.StandardInput.Close();

    // Kills it at once.
    public void Kill() => _process.Kill();

    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    // Also waits for its last output.
    public async Task WaitForLastWordAsync()
    {
        await WaitAsync(CancellationToken.None).ConfigureAwait(false);
        await _notes.ConfigureAwait(false);
    }

    public void Dispose() => _process.Dispose();

    // The same runtime, if this program runs on it.
    private static string DotNet() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static async Task ForwardAsync(StreamReader lines, Action<string> note)
    {
        while (await lines.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            note(line);
        }
    }
}
