using System.Diagnostics;
using System.Globalization;

namespace Migrations.Benchmarks;

// The Node.js driver and migrate-mongo on the same job, in processes of their own. Left out, with a word, where Node.js or its packages are not there.
internal static class NodeBenchmark
{
    public static async Task<IReadOnlyList<Measurement>> RunAsync(string connection, string database, int documents)
    {
        var folder = FindFolder();
        if (folder is null || !Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            Console.WriteLine("The Node.js driver and migrate-mongo were left out: run 'npm ci' in bench/node first.\n");
            return [];
        }

        var rows = new List<Measurement>();
        foreach (var mode in (string[])["driver", "migrate-mongo"])
        {
            rows.Add(await RunAsync(folder, mode, connection, database, documents));
        }

        return rows;
    }

    public static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "bench", "node", "bench.mjs")))
            {
                return Path.Combine(folder.FullName, "bench", "node");
            }
        }

        return null;
    }

    // The program prints milliseconds and microseconds of CPU time, both of the work alone.
    private static async Task<Measurement> RunAsync(string folder, string mode, string connection, string database, int documents)
    {
        var start = new ProcessStartInfo("node", ["bench.mjs", mode, database]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["BENCH_CONNECTION"] = connection;
        using var node = Process.Start(start)!;
        var output = (await node.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1].Split(' ');
        await node.WaitForExitAsync();
        var (wall, cpu) = (double.Parse(output[0], CultureInfo.InvariantCulture), double.Parse(output[1], CultureInfo.InvariantCulture));
        return new Measurement(mode == "driver" ? "Node.js driver, `bulkWrite` of 1,000" : "migrate-mongo, `bulkWrite` of 1,000", documents, TimeSpan.FromMilliseconds(wall), TimeSpan.FromMicroseconds(cpu));
    }
}
