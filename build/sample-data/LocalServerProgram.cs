using System.Diagnostics;
using Migrations.Shared;

namespace SampleData;

// The local server is a program of its own, which this project's build has built.
internal static class LocalServerProgram
{
    private static readonly string Configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
    private static readonly string File = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Migrations.LocalServer", Configuration, LocalServerContract.ProgramFile));

    // The connection string of the server in the background, after starting one if there is none. What takes long it says on standard error itself.
    public static async Task<string> EnsureStartedAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [File, LocalServerContract.Start]) { RedirectStandardOutput = true })!;
        var answer = LocalServerAnswer.Read(await process.StandardOutput.ReadLineAsync());
        await process.WaitForExitAsync();
        return answer?.ConnectionString ?? throw new InvalidOperationException(answer?.Error ?? $"The local server's program ended with code {process.ExitCode} and without an answer.");
    }
}
