using System.Globalization;
using Migrations.Benchmarks;
using Migrations.Benchmarks.Canned;
using Migrations.Testing;

// Usage: Migrations.Benchmarks CONNECTION [DOCUMENTS]   everything on one server; with 'local' on a local server of its own
//        Migrations.Benchmarks canned [DOCUMENTS]       the client alone, against a server that stores nothing
//        Migrations.Benchmarks planning                 long histories and many trees, without a server
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["planning"])
{
    PlanningBenchmark.Run();
    return;
}

var count = args.Length > 1 ? int.Parse(args[1]) : 100_000;
await (args[0] switch
{
    CannedBenchmark.Serve => CannedBenchmark.RunServerAsync(),
    "canned" => CannedBenchmark.RunAsync(count),
    "local" => RunLocalAsync(count),
    var connection => RunAsync(connection, count),
});

static async Task RunLocalAsync(int count)
{
    await using var server = await LocalServerProcess.StartAsync(note: Console.Error.WriteLine);
    await RunAsync(server.ConnectionString, count);
}

static async Task RunAsync(string connection, int count)
{
    await using var benchmark = new ServerBenchmark(connection, count);
    await benchmark.RunAsync();
}
