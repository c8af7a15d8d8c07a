using Migrations.Engine.Stamping;
using System.Diagnostics;
using System.Globalization;
using Migrations;
using Migrations.Benchmarks;
using Migrations.Bson;
using Migrations.Engine;
using Migrations.Engine.Discovery;
using Migrations.Engine.Locking;
using Migrations.Engine.Targets;
using Migrations.Mongo;

// Usage: Migrations.Benchmarks CONNECTION [DOCUMENTS]. The server must run in a process of its own, or its gateway would be counted with the client.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var count = args.Length > 1 ? int.Parse(args[1]) : 100_000;
const int Singles = 5_000;
await using var channel = MongoChannel.Create(args[0]);
var database = new MigrationDatabase(channel, $"bench_{Environment.ProcessId}");
var options = new EngineOptions { Database = database.Name, Identity = new RunIdentity { Run = "bench", User = "bench", Host = "here", Product = "bench" } };
var engine = new MigrationEngine(channel, MigrationCatalogue.Read(typeof(AddBazRaw).Assembly), options);
await engine.StampAsync(new StampRequest { At = ["base"], IsInitialisation = true }, isDryRun: false, CancellationToken.None);
foreach (var name in new[] { "warm", "pipeline", "single", "typed", "raw" })
{
    await database.GetCollection(name).InsertManyAsync(Enumerable.Range(0, name is "single" or "warm" ? Singles : count).Select(Document));
}

const string Pipeline = """[{ "$set": { "baz": { "$concat": ["$foo", { "$toString": "$bar" }] } } }]""";
await database.GetCollection("warm").UpdateManyAsync("{}", Pipeline);
var baseline = await Measurement.TakeAsync("`updateMany` with a pipeline, on the server", count, () => database.GetCollection("pipeline").UpdateManyAsync("{}", Pipeline));
Measurement[] rows =
[
    baseline,
    await Measurement.TakeAsync("raw migration", count, () => RunAsync("raw")),
    await Measurement.TakeAsync("typed migration", count, () => RunAsync("typed")),
    await Measurement.TakeAsync("a loop of `UpdateOneAsync`", Singles, LoopAsync),
];
using var process = Process.GetCurrentProcess();
Console.WriteLine("| work | documents | documents/s | of updateMany | client CPU, µs a document |");
Console.WriteLine("|---|---|---|---|---|");
Array.ForEach(rows, row => Console.WriteLine(row.ToRow(baseline)));
Console.WriteLine($"\nPeak memory of the process: {process.PeakWorkingSet64 / 1024 / 1024} MB.");
await database.RunCommandAsync("""{ "dropDatabase": 1 }""");

static BsonDocument Document(int i) => new() { { "_id", i }, { "foo", $"foo{i}" }, { "bar", i }, { "text", new string('x', 900) }, { "inner", new BsonDocument { { "a", 1 }, { "b", 2.5 } } } };

Task RunAsync(string tree) => engine.RunAsync(new PlanRequest { Tree = tree }, new SilentObserver(), CancellationToken.None);

async Task LoopAsync()
{
    var single = database.GetCollection("single");
    await foreach (var document in single.FindAsync())
    {
        await single.UpdateOneAsync($$"""{ "_id": {{document["_id"]}} }""", $$"""{ "$set": { "baz": {{document["foo"].AsString + document["bar"].AsInt32}} } }""");
    }
}
