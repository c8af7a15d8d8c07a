using System.Diagnostics;

namespace Migrations.Benchmarks;

// Time and this process's own CPU time of a piece of work on so many documents; and what a local server used for it.
internal sealed record Measurement(string Name, int Documents, TimeSpan Wall, TimeSpan Cpu)
{
    public ServerTimes? Server { get; private init; }

    public double Rate => Documents / Wall.TotalSeconds;

    public static async Task<Measurement> TakeAsync(string name, int documents, Func<Task> work, int? server = null)
    {
        using var process = Process.GetCurrentProcess();
        var before = ServerTimes.Read(server);
        var (cpu, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await work();
        process.Refresh();
        return new Measurement(name, documents, Stopwatch.GetElapsedTime(started), process.TotalProcessorTime - cpu) { Server = ServerTimes.Read(server) - before };
    }

    public string ToRow(Measurement baseline) =>
        $"| {Name} | {Documents:N0} | {Rate:N0} | {Rate / baseline.Rate:P0} | {Each(Cpu)} | {Each(Server?.Gateway)} | {Each(Server?.Engine)} |";

    private string Each(TimeSpan? time) => time is { } known ? $"{known.TotalMicroseconds / Documents:N1}" : "";
}
