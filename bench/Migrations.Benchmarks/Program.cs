using System.Globalization;
using Migrations.Benchmarks;
using Migrations.Benchmarks.Canned;

// Usage: Migrations.Benchmarks CONNECTION [DOCUMENTS]   everything on one server
//        Migrations.Benchmarks canned [DOCUMENTS]       the client alone, against a server that stores nothing
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var count = args.Length > 1 ? int.Parse(args[1]) : 100_000;
await (args[0] switch
{
    CannedBenchmark.Serve => CannedBenchmark.RunServerAsync(),
    "canned" => CannedBenchmark.RunAsync(count),
    _ => new ServerBenchmark(args[0], count).RunAsync(),
});
