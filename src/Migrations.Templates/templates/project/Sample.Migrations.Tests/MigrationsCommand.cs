using System.Diagnostics;
using System.Reflection;

namespace Sample.Migrations.Tests;

// The command of the tool manifest, as the pipeline runs it.
internal static class MigrationsCommand
{
    private static readonly string Plugin = typeof(MigrationsCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "MigrationsPlugin").Value!;

    // A server of one's own, or the local server.
    public static async Task<string> FindServerAsync() =>
        Environment.GetEnvironmentVariable("MIGRATIONS_TEST_CONNECTION") is { Length: > 0 } connection
            ? connection
            : (await RunAsync(new Dictionary<string, string>(), "local-server", "start")).Output.Trim();

    // On a database.
    public static Task<CommandResult> RunAsync(string connection, string database, params string[] arguments) =>
        RunAsync(new Dictionary<string, string> { ["MIGRATIONS_CONNECTION"] = connection, ["MIGRATIONS_DATABASE"] = database }, [.. arguments, "--assembly", Plugin]);

    private static async Task<CommandResult> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["tool", "run", "migrations", "--", .. arguments]) { WorkingDirectory = TestContext.CurrentContext.TestDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var result = new CommandResult(process.ExitCode, output, await errors);
        Assert.That(result.Errors, Does.Not.Contain("dotnet tool restore"), "The migrations command is not installed.");
        return result;
    }
}

internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public string Text => Output + Errors;
}
