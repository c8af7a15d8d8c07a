using System.Diagnostics;
using Migrations.Engine;
using Migrations.Engine.Database;
using Migrations.Engine.Kinds;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Storage;

namespace Migrations.Benchmarks;

// One table on one server: our migrations, programs as one would write them, other tools, and what the server can do at most. The server must run in a process of its own.
// Rows are chosen by their keys, in the order wanted, and also several times; none chosen are all.
internal sealed class ServerBenchmark(string connection, int size, IReadOnlyCollection<string> chosen, int? server = null) : IAsyncDisposable
{
    private const int Singles = 5_000;
    private const int WarmUps = 3;
    private const int WarmUpDocuments = 5_000;
    private const string Pipeline = """{ "$set": { "baz": { "$concat": ["$foo", { "$toString": "$bar" }] } } }""";
    private readonly DriverChannel _channel = DriverChannel.Create(connection);
    private readonly MongoClient _client = new(connection);
    private readonly string _name = $"bench_{Environment.ProcessId}";
    private int _documents;

    private IMongoDatabase Database => _client.GetDatabase(_name);

    private static UpdateDefinition<BsonDocument> Update => Builders<BsonDocument>.Update.Pipeline(new[] { BsonDocument.Parse(Pipeline) });

    private IReadOnlyList<(string Key, Func<Task<IReadOnlyList<Measurement>>> Take)> Rows =>
    [
        ("pipeline", () => MigrateAsync("pipeline", "pipeline migration", 2)),
        ("fields", () => MigrateAsync("fields", "named steps (`Compute`)", 2)),
        ("raw1", () => MigrateAsync("raw", "raw migration, 1 worker", 1)),
        ("raw", () => MigrateAsync("raw", "raw migration, 2 workers", 2)),
        ("raw4", () => MigrateAsync("raw", "raw migration, 4 workers", 4)),
        ("never", () => MigrateAsync("raw", "raw migration, 2 workers, without transactions", 2, TransactionMode.Never)),
        ("typed1", () => MigrateAsync("typed", "typed migration, 1 worker", 1)),
        ("typed", () => MigrateAsync("typed", "typed migration, 2 workers", 2)),
        ("emit", EmitAsync),
        ("kept", KeepAndUndoAsync),
        ("entities", () => ProgramAsync<BenchEntity>("entities", "the driver: `BulkWrite` of 1,000 with entities", BazOfEntity, 1)),
        ("entities2", () => ProgramAsync<BenchEntity>("entities2", "the same, 2 workers", BazOfEntity, 2)),
        ("documents", () => ProgramAsync<BsonDocument>("documents", "the driver: `BulkWrite` of 1,000 with `BsonDocument`", BazOf, 1)),
        ("documents2", () => ProgramAsync<BsonDocument>("documents2", "the same, 2 workers", BazOf, 2)),
        ("raws", () => ProgramAsync<RawBsonDocument>("raws", "the driver: `BulkWrite` of 1,000 with `RawBsonDocument`", BazOf, 1)),
        ("raws2", () => ProgramAsync<RawBsonDocument>("raws2", "the same, 2 workers", BazOf, 2)),
        ("single", async () => [await TakeAsync("single", "the driver: a loop of `UpdateOneAsync`", () => new DriverProgram<BsonDocument>(Database, "single", BazOf).LoopAsync(), Singles)]),
        ("node", OtherToolsAsync),
    ];

    public async Task RunAsync()
    {
        if (chosen.FirstOrDefault(key => Rows.All(row => row.Key != key)) is { } unknown)
        {
            throw new ArgumentException($"There is no row '{unknown}'. There are: {string.Join(", ", Rows.Select(r => r.Key))}.");
        }

        var rows = chosen.Count == 0 ? Rows : [.. chosen.Select(key => Rows.First(r => r.Key == key))];
        await WarmUpAsync(rows);
        var baseline = await TakeAsync("limit", "`updateMany` with a pipeline, one command: the limit", () => Collection("limit").UpdateManyAsync("{}", Update));
        Console.WriteLine("| work | documents | documents/s | of the limit | client CPU, µs a document | gateway CPU | storage engine CPU |\n|---|---|---|---|---|---|---|");
        Console.WriteLine(baseline.ToRow(baseline));
        foreach (var row in rows)
        {
            (await row.Take()).ToList().ForEach(taken => Console.WriteLine(taken.ToRow(baseline)));
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"\nPeak memory of the process: {process.PeakWorkingSet64 / 1024 / 1024} MB.");
        await _client.DropDatabaseAsync(_name);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _channel.DisposeAsync();
    }

    private IMongoCollection<BsonDocument> Collection(string name) => Database.GetCollection<BsonDocument>(name);

    private async Task<IReadOnlyList<Measurement>> EmitAsync()
    {
        // It may have been run before.
        await Database.DropCollectionAsync("emitted");
        return await MigrateAsync("emit", "each document made into another one elsewhere (`Emit`), 2 workers", 2);
    }

    // Every row has been run on a few documents before it counts: else the first ones pay for the compiler, and so does the server.
    private async Task WarmUpAsync(IEnumerable<(string Key, Func<Task<IReadOnlyList<Measurement>>> Take)> rows)
    {
        await NewEngine(1).StampAsync(new StampRequest { At = ["base"], IsInitialisation = true }, isDryRun: false, CancellationToken.None);
        _documents = WarmUpDocuments;
        foreach (var row in Enumerable.Repeat(rows.DistinctBy(r => r.Key).Where(r => r.Key is not ("single" or "node")), WarmUps).SelectMany(r => r))
        {
            await row.Take();
        }

        await TakeAsync("warm", "", () => Collection("warm").UpdateManyAsync("{}", Update));
        _documents = size;
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
        await FillAsync(collection, count ?? _documents);
        var measurement = await Measurement.TakeAsync(name, count ?? _documents, work, server);
        await Database.DropCollectionAsync(collection);
        return measurement;
    }

    private MigrationEngine NewEngine(int workers, TransactionMode transaction = TransactionMode.Auto) => new(_channel, CatalogueReader.Read(typeof(AddBazRaw).Assembly), new EngineOptions
    {
        Database = _name,
        Identity = new RunOrigin { Run = "bench", User = "bench", Host = "here", Product = "bench" },
        Run = new RunSettings { Workers = workers, Transaction = transaction },
    });

    private async Task<IReadOnlyList<Measurement>> MigrateAsync(string tree, string name, int workers, TransactionMode transaction = TransactionMode.Auto)
    {
        await NewEngine(workers).StampAsync(new StampRequest { At = [$"{tree}@base"], IsForced = true }, isDryRun: false, CancellationToken.None);
        return [await TakeAsync(tree, name, () => NewEngine(workers, transaction).RunAsync(new PlanRequest { Tree = tree }, new SilentObserver(), CancellationToken.None))];
    }

    private async Task<IReadOnlyList<Measurement>> KeepAndUndoAsync()
    {
        await FillAsync("kept", _documents);
        var there = await Measurement.TakeAsync("raw migration that keeps images, 2 workers", _documents, () => NewEngine(2).RunAsync(new PlanRequest { Tree = "kept" }, new SilentObserver(), CancellationToken.None), server);
        var back = await Measurement.TakeAsync("its rollback from the images", _documents, () => NewEngine(2).RunAsync(new PlanRequest { Tree = "kept", Direction = MigrationDirection.Down, To = "base" }, new SilentObserver(), CancellationToken.None), server);
        await Database.DropCollectionAsync("kept");
        return [there, back];
    }

    // What an ordinary program does with the same driver.
    private async Task<IReadOnlyList<Measurement>> ProgramAsync<T>(string collection, string name, Func<T, UpdateOneModel<T>> change, int workers) =>
        [await TakeAsync(collection, name, () => new DriverProgram<T>(Database, collection, change).BatchesAsync(workers))];

    private async Task<IReadOnlyList<Measurement>> OtherToolsAsync()
    {
        await FillAsync("node", _documents);
        await FillAsync("migratemongo", _documents);
        return await NodeBenchmark.RunAsync(connection, _name, _documents);
    }

    private static UpdateOneModel<BenchEntity> BazOfEntity(BenchEntity entity) =>
        new(Builders<BenchEntity>.Filter.Eq(e => e.Id, entity.Id), Builders<BenchEntity>.Update.Set(e => e.Baz, entity.Foo + entity.Bar));

    private static UpdateOneModel<T> BazOf<T>(T document)
        where T : BsonDocument =>
        new(new BsonDocument("_id", document["_id"]), new BsonDocument("$set", new BsonDocument("baz", document["foo"].AsString + document["bar"].AsInt32)));
}
