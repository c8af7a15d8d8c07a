using System.ComponentModel;
using System.Diagnostics;

namespace Migrations.Testing.Servers;

// The server of all tests in a process, chosen once: the one that is named, else MongoDB in a container, else the local server of the migrations command.
internal static class TestServer
{
    public const string Variable = "MIGRATIONS_TEST_CONNECTION";
    private static readonly Lazy<Task<string>> Found = new(FindAsync);

    public static Task<string> ConnectionString => Found.Value;

    private static async Task<string> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return given;
        }

        var tried = new List<string>();
        if (MongoContainer.IsWanted && await MongoContainer.TryStartAsync(tried.Add).ConfigureAwait(false) is { } container)
        {
            // It is removed with the process.
            return container.GetConnectionString();
        }

        // The command of the tool manifest, or one that is installed for the user.
        return await StartLocalServerAsync("dotnet", ["tool", "run", "migrations", "--", "local-server", "start"], tried).ConfigureAwait(false)
            ?? await StartLocalServerAsync("migrations", ["local-server", "start"], tried).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"There is no MongoDB server for the tests. Set {Variable} to one (a replica set, even of one member), start Docker, or install the migrations command with its local server: dotnet tool install Migrations.Tool. What was tried: {string.Join(" ", tried)}");
    }

    private static async Task<string?> StartLocalServerAsync(string program, string[] arguments, List<string> tried)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = (await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false)).Trim();
            await process.WaitForExitAsync().ConfigureAwait(false);
            if (process.ExitCode == 0 && output.StartsWith("mongodb", StringComparison.Ordinal))
            {
                return output;
            }

            tried.Add($"'{program} {string.Join(' ', arguments)}' exited with {process.ExitCode}: {(await errors.ConfigureAwait(false)).ReplaceLineEndings(" ").Trim()}");
        }
        catch (Win32Exception e)
        {
            tried.Add($"'{program}' cannot be started: {e.Message}");
        }

        return null;
    }
}
