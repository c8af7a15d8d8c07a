using System.Diagnostics;
using Migrations.Shared;

namespace Migrations.Host.LocalServers;

// The local server is a program of its own in a folder beside this one, so that an installation without it carries nothing of it.
internal static class LocalServerProgram
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "local-server", LocalServerContract.ProgramFile);

    // The connection string of the running server, after starting one if there is none.
    public static async Task<string> EnsureStartedAsync(Action<string> note, CancellationToken cancellationToken) =>
        (await AskAsync([LocalServerContract.Start], note, cancellationToken).ConfigureAwait(false)).ConnectionString!;

    public static Task<LocalServerAnswer> AskAsync(IEnumerable<string> arguments, Action<string> note, CancellationToken cancellationToken) =>
        RunAsync(arguments, note, _ => { }, cancellationToken);

    // Hands on the answer at once and goes on until the server ends, or is told to by cancellation.
    public static async Task<LocalServerAnswer> RunAsync(IEnumerable<string> arguments, Action<string> note, Action<LocalServerAnswer> answered, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        using var stop = cancellationToken.Register(process.StandardInput.Close);
        var notes = ForwardAsync(process.StandardError, note);
        var line = await process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false);
        var answer = LocalServerAnswer.Read(line);
        if (answer is { Status: not LocalServerAnswer.Failed })
        {
            answered(answer);
        }

        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await notes.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return answer switch
        {
            null => throw Failure(LocalServerErrorCode.StartFailed, $"The local server's program ended with code {process.ExitCode} and without an answer. No server is running. Set {HostContract.ConnectionVariable} to a MongoDB server of your own."),
            { Status: LocalServerAnswer.Failed } => throw Failure((LocalServerErrorCode)answer.Code, answer.Error ?? ""),
            _ => answer,
        };
    }

    // Ctrl-C is this program's to hand on: the server ends when its input does. No secret of ours is any business of it.
    private static Process Start(IEnumerable<string> arguments)
    {
        if (!System.IO.File.Exists(File))
        {
            throw Failure(LocalServerErrorCode.Unavailable, $"{HostContract.ConnectionVariable} is not set, and this installation has no local server. Nothing was done. Set {HostContract.ConnectionVariable} to mongodb://host/DATABASE.");
        }

        var start = new ProcessStartInfo(DotNet(), [File, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove(HostContract.ConnectionVariable);
        return Process.Start(start) ?? throw new InvalidOperationException("The local server's program gave no process.");
    }

    private static string DotNet() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static async Task ForwardAsync(StreamReader lines, Action<string> note)
    {
        while (await lines.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            note(line);
        }
    }

    private static MigrationException Failure(LocalServerErrorCode code, string message) => new((MigrationErrorCode)code, message);
}
