using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine;
using Migrations.Engine.Database;
using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage.Locking;
using Migrations.TestPlugin;
using Migrations.Engine.Storage;

namespace Migrations.IntegrationTests.Engine;

// A database of its own, and the engine with the test plugin on it.
internal sealed class EngineFixture : IAsyncDisposable
{
    private static readonly MigrationCatalogue Catalogue = CatalogueReader.Read(typeof(CountTyped).Assembly);

    private EngineFixture(ICommandChannel channel, string name)
    {
        Channel = channel;
        Database = TestServer.Client.GetDatabase(name);
    }

    public ICommandChannel Channel { get; }

    // The database as an application sees it: over a client that is not the engine's.
    public IMongoDatabase Database { get; }

    public RecordingObserver Observer { get; } = new();

    public static async Task<EngineFixture> CreateAsync(bool isInitialised = true)
    {
        var name = TestServer.NewDatabase();
        var channel = DriverChannel.Create(TestServer.ConnectionString);
        var fixture = new EngineFixture(channel, name);
        if (isInitialised)
        {
            await fixture.InitialiseAsync("base");
        }

        return fixture;
    }

    public MigrationEngine NewEngine(TransactionMode transaction = TransactionMode.Auto, int batchSize = 1000, MigrationCatalogue? catalogue = null, long dryRunDocuments = 10_000, int workers = 1) =>
        EngineWith(new RunSettings { Transaction = transaction, BatchSize = batchSize, Workers = workers, DryRunDocuments = dryRunDocuments }, catalogue);

    public MigrationEngine EngineWith(RunSettings settings, MigrationCatalogue? catalogue = null, ICommandChannel? channel = null) => new(
        channel ?? Channel,
        catalogue ?? Catalogue,
        new EngineOptions
        {
            Database = Database.Name,
            Identity = new RunOrigin { Run = ObjectId.GenerateNewId().ToString(), User = "tester", Host = "here", ProcessId = 1, Product = "tests 1" },
            Lock = new LockOptions { Lease = TimeSpan.FromSeconds(20), LongestHeartbeat = TimeSpan.FromMilliseconds(200) },
            Run = settings,
        });

    public async Task<StatusReport> InitialiseAsync(string? at, bool isForced = false)
    {
        await StampAsync(new StampRequest { At = at is null ? [] : [at], IsInitialisation = true, IsForced = isForced });
        return await NewEngine().GetStatusAsync(CancellationToken.None);
    }

    // What the application declares of the one tree that wants it, at base: without it, every status has a fault.
    public Task DeclareComponentAsync() =>
        Database.GetCollection("_migrations.components").InsertOneAsync(new BsonDocument { { "_id", "declared" }, { "line", BsonNull.Value }, { "version", BsonNull.Value } });

    public Task<StampPlan> StampAsync(StampRequest request) => NewEngine().StampAsync(request, isDryRun: false, CancellationToken.None);

    // Without: the plugin as it was before it had a migration.
    public Task<RunResult> RunAsync(PlanRequest request, TransactionMode transaction = TransactionMode.Auto, string? without = null) =>
        NewEngine(transaction, catalogue: without is null ? null : new MigrationCatalogue(Catalogue.Name, Catalogue.Migrations.Where(m => m.Tree == request.Tree && m.Id != without), Catalogue.Trees.Where(t => t.Name == request.Tree))).RunAsync(request, Observer, CancellationToken.None);

    // The plugin after somebody deleted one of its files.
    public MigrationEngine EngineWithout(string tree, string id) => NewEngine(catalogue: new MigrationCatalogue(Catalogue.Name, Catalogue.Migrations.Where(m => m.Tree != tree || m.Id != id), Catalogue.Trees));

    public Task<RunResult> MigrateAsync(string tree, TransactionMode transaction = TransactionMode.Auto, int batchSize = 1000) =>
        NewEngine(transaction, batchSize).RunAsync(new PlanRequest { Tree = tree }, Observer, CancellationToken.None);

    public Task<RunResult> RollBackAsync(string tree, TransactionMode transaction = TransactionMode.Auto) =>
        NewEngine(transaction).RunAsync(new PlanRequest { Tree = tree, Direction = MigrationDirection.Down, To = "base" }, Observer, CancellationToken.None);

    public async Task<List<BsonDocument>> ReadAsync(string collection) => (await Database.ReadBytesAsync(collection)).ConvertAll(d => d.ToBsonDocument());

    public async ValueTask DisposeAsync()
    {
        await Database.Client.DropDatabaseAsync(Database.Name);
        await Channel.DisposeAsync();
    }
}
