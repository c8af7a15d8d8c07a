using System.Globalization;

namespace Migrations.Benchmarks;

// What a local server has used so far: its gateway, and the storage engine, which is the gateway's children. Only Linux tells it.
internal readonly record struct ServerTimes(TimeSpan Gateway, TimeSpan Engine)
{
    private const int TicksPerSecond = 100;

    // Of the fields behind the command's name.
    private const int Parent = 1;
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int UserTimeOfEnded = 13;
    private const int SystemTimeOfEnded = 14;

    public static ServerTimes operator -(ServerTimes left, ServerTimes right) => new(left.Gateway - right.Gateway, left.Engine - right.Engine);

    public static ServerTimes? Read(int? process)
    {
        if (process is not { } gateway || !OperatingSystem.IsLinux())
        {
            return null;
        }

        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _)).Select(n => (Id: int.Parse(n!), Fields: FieldsOf(n!))).Where(p => p.Fields.Length > SystemTimeOfEnded).ToList();
        var family = new HashSet<int> { gateway };
        while (all.Any(p => family.Contains(int.Parse(p.Fields[Parent])) && family.Add(p.Id)))
        {
            // One generation after the other.
        }

        return new ServerTimes(
            Sum(all.Where(p => p.Id == gateway), UserTime, SystemTime),
            Sum(all.Where(p => p.Id != gateway && family.Contains(p.Id)), UserTime, SystemTime, UserTimeOfEnded, SystemTimeOfEnded));
    }

    // What the processes that this one started, and that have ended, used.
    public static TimeSpan OfEndedChildren() => Sum([(Environment.ProcessId, FieldsOf("self"))], UserTimeOfEnded, SystemTimeOfEnded);

    private static TimeSpan Sum(IEnumerable<(int Id, string[] Fields)> processes, params int[] fields) =>
        TimeSpan.FromSeconds((double)processes.Sum(p => fields.Sum(f => long.Parse(p.Fields[f], CultureInfo.InvariantCulture))) / TicksPerSecond);

    // None when the process has ended meanwhile.
    private static string[] FieldsOf(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
