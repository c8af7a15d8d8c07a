using System.Diagnostics;
using System.Globalization;
using MongoDB.Driver;

namespace Migrations.Benchmarks;

// One `migrations migrate --databases` over few and over many databases: time, and the most memory that the process ever had. The memory must not grow with the number.
internal static class FleetBenchmark
{
    private const string Prefix = "bench_fleet_";
    private static readonly int[] Numbers = [50, 500];

    public static async Task RunAsync(string connection, string host, string plugin, string tree)
    {
        Console.WriteLine("| databases | at a time | what | time, s | peak memory, MB |\n|---|---|---|---|---|");
        foreach (var number in Numbers)
        {
            await DropAsync(connection);
            var names = Enumerable.Range(0, number).Select(i => $"{Prefix}{i:D4}").ToList();
            foreach (var (what, parallel, output) in new[] { ("all migrations", 2, "text"), ("nothing to do", 1, "text"), ("nothing to do", 4, "text"), ("nothing to do, JSON", 4, "json") })
            {
                var (time, memory) = await TakeAsync(connection, host, ["migrate", "--assembly", plugin, "--databases", string.Join(',', names), "--new-databases", "--from", "base", "--tree", tree, "--parallel", $"{parallel}", "--output", output]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {number} | {parallel} | {what} | {time.TotalSeconds:N1} | {memory / 1e6:N0} |"));
            }
        }

        await DropAsync(connection);
    }

    private static async Task DropAsync(string connection)
    {
        using var client = new MongoClient(connection);
        foreach (var name in (await (await client.ListDatabaseNamesAsync()).ToListAsync()).Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            await client.DropDatabaseAsync(name);
        }
    }

    private static async Task<(TimeSpan Time, long Memory)> TakeAsync(string connection, string host, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [host, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MIGRATIONS_CONNECTION"] = connection;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var texts = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (ended, peak) = (process.WaitForExitAsync(), 0L);
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(50));
            peak = Math.Max(peak, PeakOf(process));
        }

        return process.ExitCode == 0 ? (Stopwatch.GetElapsedTime(started), peak) : throw new InvalidOperationException($"It ended with {process.ExitCode}: {string.Join(' ', await texts)}");
    }

    // The system keeps the highest for a process as long as it lives.
    private static long PeakOf(Process process)
    {
        process.Refresh();
        return process.HasExited ? 0 : process.PeakWorkingSet64;
    }
}
