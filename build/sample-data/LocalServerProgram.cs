using Migrations.Shared;

namespace SampleData;

// The local server is a program of its own, which this project's build has built.
internal static class LocalServerProgram
{
    private static readonly string Configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
    private static readonly string File = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Migrations.LocalServer", Configuration, LocalServerContract.ProgramFile));

    // The connection string of the server in the background, after starting one if there is none.
    public static async Task<string> EnsureStartedAsync()
    {
        using var run = LocalServerRun.Start(File, [LocalServerContract.Start], Console.Error.WriteLine);
        var answer = await run.ReadAnswerAsync();
        await run.WaitForLastWordAsync();
        return answer?.ConnectionString ?? throw new InvalidOperationException(answer?.Error ?? $"The local server's program ended with code {run.ExitCode} and without an answer.");
    }
}
