using Migrations.Shared;

namespace Migrations.Host.LocalServers;

// The local server is a separate program in a folder next to this one, so that an installation can leave it out.
internal static class LocalServerProgram
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "local-server", LocalServerContract.ProgramFile);

    // The connection string of the running server, after starting one if there is none.
    public static async Task<string> EnsureStartedAsync(Action<string> note, CancellationToken cancellationToken) =>
        (await AskAsync([LocalServerContract.Start], note, cancellationToken).ConfigureAwait(false)).ConnectionString!;

    public static Task<LocalServerAnswer> AskAsync(IEnumerable<string> arguments, Action<string> note, CancellationToken cancellationToken) =>
        RunAsync(arguments, note, _ => { }, cancellationToken);

    // Passes on the answer at once, and runs until the server ends or is cancelled.
    public static async Task<LocalServerAnswer> RunAsync(IEnumerable<string> arguments, Action<string> note, Action<LocalServerAnswer> answered, CancellationToken cancellationToken)
    {
        using var run = Start(arguments, note);
        using var stop = cancellationToken.Register(run.End);
        var answer = await run.ReadAnswerAsync().ConfigureAwait(false);
        if (answer is { Status: not LocalServerAnswer.Failed })
        {
            answered(answer);
        }

        await run.WaitForLastWordAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return answer switch
        {
            null => throw Failure(LocalServerErrorCode.StartFailed, $"The local server's program exited with code {run.ExitCode} and without an answer. No server is running. Set {HostContract.ConnectionVariable} to a MongoDB server of your own."),
            { Status: LocalServerAnswer.Failed } => throw Failure((LocalServerErrorCode)answer.Code, answer.Error ?? ""),
            _ => answer,
        };
    }

    private static LocalServerRun Start(IEnumerable<string> arguments, Action<string> note) => System.IO.File.Exists(File)
        ? LocalServerRun.Start(File, arguments, note)
        : throw Failure(LocalServerErrorCode.Unavailable, $"{HostContract.ConnectionVariable} is not set, and this installation has no local server. Nothing was done. Set {HostContract.ConnectionVariable} to mongodb://host/DATABASE.");

    private static MigrationException Failure(LocalServerErrorCode code, string message) => new((MigrationErrorCode)code, message);
}

// The database on the local server, which all projects of a machine share: named after the plugin, so that no project uses another one's by accident.
internal static class LocalDatabase
{
    private const string Unnamed = "migrations";
    private const int Longest = 60;

    public static string Of(string? assembly)
    {
        var name = string.Concat((Path.GetFileNameWithoutExtension(assembly) ?? "").Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
        return name.Length == 0 ? Unnamed : name.Length <= Longest ? name : name[..Longest];
    }
}
