using System.Globalization;
using Migrations.Benchmarks;
using Migrations.Benchmarks.Canned;
using Migrations.TestKit;

// Usage: Migrations.Benchmarks CONNECTION [DOCUMENTS [ROW,...]]   everything on one server, or the rows named; with 'local' on a local server of its own
//        Migrations.Benchmarks canned [DOCUMENTS]                the client alone, against a server that stores nothing
//        Migrations.Benchmarks planning                          long histories and many trees, without a server
//        Migrations.Benchmarks status CONNECTION HOST PLUGIN     `migrations status` (the packaged migrations.dll) and `migrate-mongo status` in turn
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["planning"])
{
    PlanningBenchmark.Run();
    return;
}

if (args is ["status", var connection, var host, var plugin])
{
    await RunStatusAsync(connection, host, plugin);
    return;
}

var count = args.Length > 1 ? int.Parse(args[1]) : 100_000;
var rows = args.Length > 2 ? args[2].Split(',') : [];
await (args[0] switch
{
    CannedBenchmark.Serve => CannedBenchmark.RunServerAsync(),
    "canned" => CannedBenchmark.RunAsync(count),
    "local" => RunLocalAsync(count, rows),
    var server => RunAsync(server, count, rows),
});

static async Task RunLocalAsync(int count, string[] rows)
{
    await using var server = await LocalServerProcess.StartAsync(note: Console.Error.WriteLine);
    await RunAsync(server.ConnectionString, count, rows, server.ProcessId);
}

static async Task RunStatusAsync(string connection, string host, string plugin)
{
    await using var server = connection == "local" ? await LocalServerProcess.StartAsync(note: Console.Error.WriteLine) : null;
    await StatusBenchmark.RunAsync(server?.ConnectionString ?? connection, host, plugin);
}

static async Task RunAsync(string connection, int count, string[] rows, int? server = null)
{
    await using var benchmark = new ServerBenchmark(connection, count, rows, server);
    await benchmark.RunAsync();
}
