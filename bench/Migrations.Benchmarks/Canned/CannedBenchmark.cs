using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine;
using Migrations.Engine.Database;
using Migrations.Engine.Kinds;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.Benchmarks.Canned;

// The client's own cost for a document: CPU time and allocated bytes, against a server in another process that stores nothing.
internal static class CannedBenchmark
{
    public const string Serve = "serve";

    public static async Task RunServerAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        await new CannedServer(listener).RunAsync();
    }

    public static async Task RunAsync(int documents)
    {
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(CannedBenchmark).Assembly.Location, Serve]) { RedirectStandardOutput = true })!;
        try
        {
            var port = await server.StandardOutput.ReadLineAsync();
            Console.WriteLine("| body | documents | documents/s | client CPU, µs a document | allocated, bytes a document |");
            Console.WriteLine("|---|---|---|---|---|");
            var connection = $"mongodb://127.0.0.1:{port}/bench?replicaSet=canned&directConnection=true";
            foreach (var tree in (string[])["utf8", "raw", "typed", "utf8", "raw", "typed"])
            {
                Console.WriteLine(await MeasureAsync(connection, tree, documents, TransactionMode.Auto));
            }

            Console.WriteLine(await MeasureAsync(connection, "raw", documents, TransactionMode.Never));
        }
        finally
        {
            server.Kill();
        }
    }

    private static async Task<string> MeasureAsync(string connection, string tree, int documents, TransactionMode transaction)
    {
        await using var channel = DriverChannel.Create(connection);
        var catalogue = CatalogueReader.Read(typeof(AddBazRaw).Assembly);
        var options = new EngineOptions
        {
            Database = "bench",
            Identity = new RunOrigin { Run = "bench", User = "bench", Host = "here", Product = "bench" },
            Run = new RunSettings { Workers = 1, Transaction = transaction },
        };
        var engine = new MigrationEngine(channel, catalogue, options);
        using var client = new MongoClient(connection);
        await client.GetDatabase("bench").RunCommandAsync<BsonDocument>(new BsonDocument("canned", documents));
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var measurement = await Measurement.TakeAsync(tree, documents, () => engine.RunAsync(new PlanRequest { Tree = $"canned-{tree}" }, new SilentObserver(), CancellationToken.None));
        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / documents;
        var body = transaction == TransactionMode.Never ? $"{tree}, without transactions" : tree;
        return $"| {body} | {documents:N0} | {measurement.Rate:N0} | {measurement.Cpu.TotalMicroseconds / documents:N1} | {bytes:N0} |";
    }
}
