using System.Diagnostics;
using System.Globalization;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;

namespace Migrations.Benchmarks;

// What thinking costs before anything runs: long histories, many trees. Nothing here talks to a server.
internal static class PlanningBenchmark
{
    private const int Step = 5;

    public static void Run()
    {
        Console.WriteLine($"{"trees x migrations",-20} {"applied",8} {"graph",9} {"status",9} {"plan",9} {"verify",9} {"rollback 3",11}   (ms; behind it: times the row before, for {Step} times the migrations)");
        Measure(1, 200, 200);
        foreach (var (trees, migrations) in new[] { (1, 1000), (100, 10) })
        {
            foreach (var applied in new[] { 1, 0 })
            {
                var small = Measure(trees, migrations, applied * migrations);
                var large = trees == 1 ? Measure(trees, migrations * Step, applied * migrations * Step) : Measure(trees * Step, migrations, applied * migrations);
                Console.WriteLine($"{"",-29} {string.Join("", small.Zip(large, (s, l) => $"{l / s,8:0.0} x"))}");
            }
        }
    }

    private static double[] Measure(int trees, int migrations, int applied)
    {
        var catalogue = new MigrationCatalogue("bench", [.. Enumerable.Range(0, trees).SelectMany(t => Enumerable.Range(0, migrations).Select(i => Describe(t, i)))], []);
        var state = new DatabaseState(
            Enumerable.Range(0, trees).Select(t => new HeadRecord { Tree = Name(t), Revision = applied == 0 ? null : Id(applied - 1), Run = "r" }),
            catalogue.Migrations.Where(m => string.CompareOrdinal(m.Id, Id(applied)) < 0).Select(m => new AppliedMigration { Tree = m.Tree, Id = m.Id, Checksum = m.Checksum, Status = AppliedStatus.Done, Transaction = true }));
        RevisionGraph graph = null!;
        var back = new PlanRequest { Tree = Name(0), Direction = MigrationDirection.Down, Distance = 3 };
        double[] times =
        [
            Time(() => graph = RevisionGraph.Create(catalogue)),
            Time(() => StatusReport.Create("bench", new ChannelInfo(), graph, state, null)),
            Time(() => Plan.Create(graph, state, PlanRequest.All)),
            Time(() => VerifyReport.Create(graph, state, null)),
            applied == 0 ? double.NaN : Time(() => Plan.Create(graph, state, back)),
        ];
        Console.WriteLine($"{$"{trees} x {migrations}",-20} {applied * trees,8} {string.Join("", times.Select(t => $"{t,9:0.0} "))}");
        return times;
    }

    // The best of three: the first one also compiles.
    private static double Time(Action action) => Enumerable.Range(0, 3).Min(_ =>
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    });

    private static MigrationDescriptor Describe(int tree, int number) => new()
    {
        Identity = new MigrationIdentity { Tree = Name(tree), Id = Id(number), Title = "One of many" },
        Type = typeof(PlanningBenchmark),
        IsReversible = true,
        Checksum = "c",
    };

    private static string Name(int tree) => $"tree{tree}";

    private static string Id(int number) => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
