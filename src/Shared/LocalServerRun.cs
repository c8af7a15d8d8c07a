using System.Diagnostics;

namespace Migrations.Shared;

// One run of the local server's program: the one way in which it is started, whoever does. It ends when its standard input does, so Ctrl-C is its owner's to hand on.
internal sealed class LocalServerRun : IDisposable
{
    // What is meant for MongoDB may hold a password, and is no business of this program and of those that it starts.
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

    // The note receives what the program says while it takes long.
    public static LocalServerRun Start(string program, IEnumerable<string> arguments, Action<string> note)
    {
        var start = new ProcessStartInfo(DotNet(), [program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove(SecretVariable);
        return new LocalServerRun(Process.Start(start) ?? throw new InvalidOperationException("The local server's program gave no process."), note);
    }

    // Null where it ended without one.
    public async Task<LocalServerAnswer?> ReadAnswerAsync() => LocalServerAnswer.Read(await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false));

    // As its owner ends it: data are written, and nothing of it is left.
    public void End() => _process.StandardInput.Close();

    // Without a word, so that nothing in it runs any more.
    public void Kill() => _process.Kill();

    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    // Until all is said, too.
    public async Task WaitForLastWordAsync()
    {
        await WaitAsync(CancellationToken.None).ConfigureAwait(false);
        await _notes.ConfigureAwait(false);
    }

    public void Dispose() => _process.Dispose();

    // The same runtime where this program runs on it.
    private static string DotNet() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static async Task ForwardAsync(StreamReader lines, Action<string> note)
    {
        while (await lines.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            note(line);
        }
    }
}
