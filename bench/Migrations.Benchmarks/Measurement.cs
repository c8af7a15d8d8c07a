using System.Diagnostics;

namespace Migrations.Benchmarks;

// Time and this process's own CPU time of a piece of work on so many documents. The server of the run is in other processes, its gateway excepted.
internal sealed record Measurement(string Name, int Documents, TimeSpan Wall, TimeSpan Cpu)
{
    public double Rate => Documents / Wall.TotalSeconds;

    public static async Task<Measurement> TakeAsync(string name, int documents, Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await work();
        process.Refresh();
        return new Measurement(name, documents, Stopwatch.GetElapsedTime(started), process.TotalProcessorTime - cpu);
    }

    public string ToRow(Measurement baseline) =>
        $"| {Name} | {Documents:N0} | {Rate:N0} | {Rate / baseline.Rate:P0} | {Cpu.TotalMicroseconds / Documents:N1} |";
}
