using System.Diagnostics;
using Migrations.Channel;
using Migrations.Engine;
using Migrations.Engine.Discovery;
using Migrations.Engine.Locking;
using Migrations.Engine.Running;
using Migrations.Engine.Stamping;
using Migrations.Engine.Targets;
using Migrations.Mongo;

namespace Migrations.Benchmarks;

// One table on one server: our migrations, programs as one would write them, other tools, and what the server can do at most. The server must run in a process of its own.
internal sealed class ServerBenchmark(string connection, int documents)
{
    private const int Singles = 5_000;
    private const int BatchSize = 1_000;
    private const string Pipeline = """[{ "$set": { "baz": { "$concat": ["$foo", { "$toString": "$bar" }] } } }]""";
    private readonly MongoChannel _channel = MongoChannel.Create(connection);
    private readonly string _name = $"bench_{Environment.ProcessId}";
    private MigrationDatabase Database => new(_channel, _name);

    public async Task RunAsync()
    {
        await using var _ = (ICommandChannel)_channel;
        await WarmUpAsync();
        var baseline = await TakeAsync("limit", "`updateMany` with a pipeline, one command: the limit", () => Database.GetCollection("limit").UpdateManyAsync("{}", Pipeline));
        List<Measurement> rows =
        [
            baseline,
            await MigrateAsync("pipeline", "pipeline migration", 2),
            await MigrateAsync("fields", "named steps (`Compute`)", 2),
            await MigrateAsync("raw", "raw migration, 1 worker", 1),
            await MigrateAsync("raw", "raw migration, 2 workers", 2),
            await MigrateAsync("raw", "raw migration, 4 workers", 4),
            await MigrateAsync("raw", "raw migration, 2 workers, without transactions", 2, TransactionMode.Never),
            await MigrateAsync("typed", "typed migration, 2 workers", 2),
            await MigrateAsync("emit", "each document made into another one elsewhere (`Emit`), 2 workers", 2),
            .. await KeepAndUndoAsync(),
            await TakeAsync("batches", "a program with batches of 1,000", BatchesAsync),
            await TakeAsync("single", "a program with a loop of `UpdateOneAsync`", LoopAsync, Singles),
        ];
        await FillAsync("node", documents);
        await FillAsync("migratemongo", documents);
        rows.AddRange(await NodeBenchmark.RunAsync(connection, _name, documents));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine("| work | documents | documents/s | of the limit | client CPU, µs a document |\n|---|---|---|---|---|");
        rows.ForEach(row => Console.WriteLine(row.ToRow(baseline)));
        Console.WriteLine($"\nPeak memory of the process: {process.PeakWorkingSet64 / 1024 / 1024} MB.");
        await Database.RunCommandAsync("""{ "dropDatabase": 1 }""");
    }

    private async Task WarmUpAsync()
    {
        await FillAsync("warm", Singles);
        await Database.GetCollection("warm").UpdateManyAsync("{}", Pipeline);
        await NewEngine(1).StampAsync(new StampRequest { At = ["base"], IsInitialisation = true }, isDryRun: false, CancellationToken.None);
    }

    private Task<WriteResult> FillAsync(string collection, int count) => Database.GetCollection(collection).InsertManyAsync(Enumerable.Range(0, count).Select(BenchDocument.Create));

    // On fresh documents, which go afterwards: no row works on what another one left.
    private async Task<Measurement> TakeAsync(string collection, string name, Func<Task> work, int? count = null)
    {
        await FillAsync(collection, count ?? documents);
        var measurement = await Measurement.TakeAsync(name, count ?? documents, work);
        await Database.DropCollectionAsync(collection);
        return measurement;
    }

    private MigrationEngine NewEngine(int workers, TransactionMode transaction = TransactionMode.Auto) => new(_channel, MigrationCatalogue.Read(typeof(AddBazRaw).Assembly), new EngineOptions
    {
        Database = _name,
        Identity = new RunIdentity { Run = "bench", User = "bench", Host = "here", Product = "bench" },
        Run = new RunSettings { Workers = workers, Transaction = transaction },
    });

    private async Task<Measurement> MigrateAsync(string tree, string name, int workers, TransactionMode transaction = TransactionMode.Auto)
    {
        await NewEngine(workers).StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true }, isDryRun: false, CancellationToken.None);
        return await TakeAsync(tree, name, () => NewEngine(workers, transaction).RunAsync(new PlanRequest { Tree = tree }, new SilentObserver(), CancellationToken.None));
    }

    private async Task<IReadOnlyList<Measurement>> KeepAndUndoAsync()
    {
        await FillAsync("kept", documents);
        var there = await Measurement.TakeAsync("raw migration that keeps images, 2 workers", documents, () => NewEngine(2).RunAsync(new PlanRequest { Tree = "kept" }, new SilentObserver(), CancellationToken.None));
        var back = await Measurement.TakeAsync("its rollback from the images", documents, () => NewEngine(2).RunAsync(new PlanRequest { Tree = "kept", Direction = MigrationDirection.Down, To = "base" }, new SilentObserver(), CancellationToken.None));
        await Database.DropCollectionAsync("kept");
        return [there, back];
    }

    private async Task LoopAsync()
    {
        var single = Database.GetCollection("single");
        await foreach (var document in single.FindAsync())
        {
            await single.UpdateOneAsync($$"""{ "_id": {{document["_id"]}} }""", $$"""{ "$set": { "baz": {{document["foo"].AsString + document["bar"].AsInt32}} } }""");
        }
    }

    private async Task BatchesAsync()
    {
        var batches = Database.GetCollection("batches");
        await foreach (var page in batches.FindAsync().Chunk(BatchSize))
        {
            await batches.BulkWriteAsync(page.Select(d => new UpdateOneModel($$"""{ "_id": {{d["_id"]}} }""", $$"""{ "$set": { "baz": {{d["foo"].AsString + d["bar"].AsInt32}} } }""")));
        }
    }
}
