using System.Diagnostics;
using Migrations.Engine;
using Migrations.Engine.Discovery;
using Migrations.Engine.Locking;
using Migrations.Engine.Running;
using Migrations.Engine.Stamping;
using Migrations.Engine.Targets;
using Migrations.Engine.Database;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Benchmarks;

// One table on one server: our migrations, programs as one would write them, other tools, and what the server can do at most. The server must run in a process of its own.
internal sealed class ServerBenchmark(string connection, int documents) : IAsyncDisposable
{
    private const int Singles = 5_000;
    private const string Pipeline = """{ "$set": { "baz": { "$concat": ["$foo", { "$toString": "$bar" }] } } }""";
    private readonly DriverChannel _channel = DriverChannel.Create(connection);
    private readonly MongoClient _client = new(connection);
    private readonly string _name = $"bench_{Environment.ProcessId}";

    private IMongoDatabase Database => _client.GetDatabase(_name);

    private static UpdateDefinition<BsonDocument> Update => Builders<BsonDocument>.Update.Pipeline(new[] { BsonDocument.Parse(Pipeline) });

    public async Task RunAsync()
    {
        await WarmUpAsync();
        var baseline = await TakeAsync("limit", "`updateMany` with a pipeline, one command: the limit", () => Collection("limit").UpdateManyAsync("{}", Update));
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
            .. await DriverRowsAsync(),
        ];
        await FillAsync("node", documents);
        await FillAsync("migratemongo", documents);
        rows.AddRange(await NodeBenchmark.RunAsync(connection, _name, documents));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine("| work | documents | documents/s | of the limit | client CPU, µs a document |\n|---|---|---|---|---|");
        rows.ForEach(row => Console.WriteLine(row.ToRow(baseline)));
        Console.WriteLine($"\nPeak memory of the process: {process.PeakWorkingSet64 / 1024 / 1024} MB.");
        await _client.DropDatabaseAsync(_name);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _channel.DisposeAsync();
    }

    private IMongoCollection<BsonDocument> Collection(string name) => Database.GetCollection<BsonDocument>(name);

    private async Task WarmUpAsync()
    {
        await FillAsync("warm", Singles);
        await Collection("warm").UpdateManyAsync("{}", Update);
        await NewEngine(1).StampAsync(new StampRequest { At = ["base"], IsInitialisation = true }, isDryRun: false, CancellationToken.None);
    }

    private async Task FillAsync(string collection, int count)
    {
        foreach (var page in Enumerable.Range(0, count).Chunk(1_000))
        {
            await Collection(collection).InsertManyAsync(page.Select(BenchDocument.Create));
        }
    }

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

    // What an ordinary program does with the same driver.
    private async Task<IReadOnlyList<Measurement>> DriverRowsAsync() =>
    [
        await TakeAsync("entities", "the driver: `BulkWrite` of 1,000 with entities", () => new DriverProgram<BenchEntity>(Database, "entities", BazOfEntity).BatchesAsync(1)),
        await TakeAsync("entities2", "the same, 2 workers", () => new DriverProgram<BenchEntity>(Database, "entities2", BazOfEntity).BatchesAsync(2)),
        await TakeAsync("documents", "the driver: `BulkWrite` of 1,000 with `BsonDocument`", () => new DriverProgram<BsonDocument>(Database, "documents", BazOf).BatchesAsync(1)),
        await TakeAsync("documents2", "the same, 2 workers", () => new DriverProgram<BsonDocument>(Database, "documents2", BazOf).BatchesAsync(2)),
        await TakeAsync("raws", "the driver: `BulkWrite` of 1,000 with `RawBsonDocument`", () => new DriverProgram<RawBsonDocument>(Database, "raws", BazOf).BatchesAsync(1)),
        await TakeAsync("raws2", "the same, 2 workers", () => new DriverProgram<RawBsonDocument>(Database, "raws2", BazOf).BatchesAsync(2)),
        await TakeAsync("single", "the driver: a loop of `UpdateOneAsync`", () => new DriverProgram<BsonDocument>(Database, "single", BazOf).LoopAsync(), Singles),
    ];

    private static UpdateOneModel<BenchEntity> BazOfEntity(BenchEntity entity) =>
        new(Builders<BenchEntity>.Filter.Eq(e => e.Id, entity.Id), Builders<BenchEntity>.Update.Set(e => e.Baz, entity.Foo + entity.Bar));

    private static UpdateOneModel<T> BazOf<T>(T document)
        where T : BsonDocument =>
        new(new BsonDocument("_id", document["_id"]), new BsonDocument("$set", new BsonDocument("baz", document["foo"].AsString + document["bar"].AsInt32)));
}
