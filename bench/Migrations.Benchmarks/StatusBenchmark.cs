using System.Diagnostics;
using System.Globalization;
using MongoDB.Driver;

namespace Migrations.Benchmarks;

// `migrations status` and `migrate-mongo status` in turn on one server: CPU time of the whole process, and time.
internal static class StatusBenchmark
{
    private const int Runs = 10;
    private const string DatabaseName = "bench_status";

    public static async Task RunAsync(string connection, string host, string plugin)
    {
        var folder = NodeBenchmark.FindFolder() ?? throw new InvalidOperationException("There is no folder 'bench/node' above this program. Run it out of the repository.");
        var named = new MongoUrlBuilder(connection) { DatabaseName = DatabaseName }.ToString();
        var ours = new ProcessStartInfo("dotnet", [host, "status", "--assembly", plugin]);
        ours.Environment["MIGRATIONS_CONNECTION"] = named;
        var theirs = new ProcessStartInfo("node", [Path.Combine(folder, "node_modules", "migrate-mongo", "bin", "migrate-mongo.js"), "status"]) { WorkingDirectory = folder };
        theirs.Environment["BENCH_CONNECTION"] = connection;
        var initial = new ProcessStartInfo("dotnet", [host, "init", "--assembly", plugin]);
        initial.Environment["MIGRATIONS_CONNECTION"] = named;
        await TakeAsync(initial);
        List<(TimeSpan Cpu, TimeSpan Wall)> our = [], their = [];
        for (var i = 0; i <= Runs; i++)
        {
            our.Add(await TakeAsync(ours));
            their.Add(await TakeAsync(theirs));
        }

        Console.WriteLine("| command | CPU, ms | wall, ms |\n|---|---|---|");
        Console.WriteLine(Row("`migrations status`", our));
        Console.WriteLine(Row("`migrate-mongo status`", their));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nCPU: {Median(our, t => t.Cpu) / Median(their, t => t.Cpu):N2} times. Medians of {Runs} in turn, after one that does not count."));
    }

    private static string Row(string name, List<(TimeSpan Cpu, TimeSpan Wall)> taken) => $"| {name} | {Median(taken, t => t.Cpu):N0} | {Median(taken, t => t.Wall):N0} |";

    private static double Median(List<(TimeSpan Cpu, TimeSpan Wall)> taken, Func<(TimeSpan Cpu, TimeSpan Wall), TimeSpan> of)
    {
        var sorted = taken.Skip(1).Select(t => of(t).TotalMilliseconds).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static async Task<(TimeSpan Cpu, TimeSpan Wall)> TakeAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var (cpu, started) = (ServerTimes.OfEndedChildren(), Stopwatch.GetTimestamp());
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode is 0 or 2
            ? (ServerTimes.OfEndedChildren() - cpu, Stopwatch.GetElapsedTime(started))
            : throw new InvalidOperationException($"'{start.FileName} {string.Join(' ', start.ArgumentList)}' ended with {process.ExitCode}: {string.Join(' ', texts)}");
    }
}
