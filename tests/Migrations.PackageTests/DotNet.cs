using System.Diagnostics;

namespace Migrations.PackageTests;

// Runs a real command and keeps all that it says.
internal static class DotNet
{
    // Stands in an environment for: not set.
    public const string Unset = "\0";

    public static Task<CommandOutput> RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], "dotnet", arguments);

    public static async Task<CommandOutput> RunAsync(string folder, Dictionary<string, string> environment, string program, params string[] arguments)
    {
        using var command = Start(folder, environment, program, arguments);
        return await command.WaitAsync();
    }

    public static RunningCommand Start(string folder, Dictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MIGRATIONS_", StringComparison.Ordinal) || k.StartsWith("MSBUILD", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        // Nodes that live on would outlast the tests; those about them ask for them.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MIGRATIONS_CONNECTION"] = Packages.ConnectionString;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value == Unset ? null : value;
        }

        return new RunningCommand(start);
    }
}

internal sealed record CommandOutput(int ExitCode, string Text);
