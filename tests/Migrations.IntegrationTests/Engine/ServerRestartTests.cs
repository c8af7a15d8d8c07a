using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine;
using Migrations.Engine.Database;
using Migrations.Engine.Kinds;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage.Locking;
using Migrations.TestPlugin;
using Migrations.TestKit;
using Migrations.Engine.Storage;

namespace Migrations.IntegrationTests.Engine;

// The server goes down in the middle of a migration and comes back with its data, as in a failover without a second member.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ServerRestartTests
{
    private const int Documents = 6_000;
    private string _data = "";

    [SetUp]
    public void CreateFolder() => _data = Directory.CreateTempSubdirectory("migrations-restart-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_data, recursive: true);

    [Test]
    public async Task Every_document_is_migrated_once_when_the_server_is_stopped_in_the_middle([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        var folder = Path.Combine(_data, "data");
        await using (var first = await LocalServerProcess.StartAsync(folder))
        {
            await FillAsync(first);
            await Assert.ThatAsync(() => RunAsync(first, transaction, stopAt: 2_000), Throws.InstanceOf<MigrationException>());
        }

        await using var second = await LocalServerProcess.StartAsync(folder);
        await RunAsync(second, transaction, stopAt: null);

        Assert.That(await CountsAsync(second), Has.All.EqualTo(1).And.Exactly(Documents).Items);
    }

    private static async Task FillAsync(LocalServerProcess server)
    {
        await using var channel = DriverChannel.Create(server.ConnectionString);
        using var client = new MongoClient(server.ConnectionString);
        await client.GetDatabase("restart").GetCollection("counters").InsertManyAsync(Enumerable.Range(0, Documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        await EngineOn(channel, TransactionMode.Auto).StampAsync(new StampRequest { At = ["base"], IsInitialisation = true }, isDryRun: false, CancellationToken.None);
    }

    private static async Task RunAsync(LocalServerProcess server, TransactionMode transaction, int? stopAt)
    {
        // Without a long search for a server that is gone.
        await using var channel = DriverChannel.Create(server.ConnectionString + "&serverSelectionTimeoutMS=2000");
        var stopping = new List<Task>();
        var observer = new RecordingObserver
        {
            OnProgress = progress =>
            {
                if (progress.Documents >= stopAt && stopping.Count == 0)
                {
                    stopping.Add(server.StopAsync());
                }
            },
        };
        try
        {
            await EngineOn(channel, transaction).RunAsync(new PlanRequest { Tree = "typed" }, observer, CancellationToken.None);
        }
        finally
        {
            await Task.WhenAll(stopping);
        }
    }

    private static MigrationEngine EngineOn(DriverChannel channel, TransactionMode transaction) => new(channel, CatalogueReader.Read(typeof(CountTyped).Assembly), new EngineOptions
    {
        Database = "restart",
        Identity = new RunOrigin { Run = ObjectId.GenerateNewId().ToString(), User = "tester", Host = "here", ProcessId = 1, Product = "tests 1" },
        Lock = new LockOptions { Lease = TimeSpan.FromSeconds(5), Wait = TimeSpan.FromSeconds(20) },
        Run = new RunSettings { Transaction = transaction, BatchSize = 100, Workers = 3 },
    });

    private static async Task<List<int>> CountsAsync(LocalServerProcess server)
    {
        using var client = new MongoClient(server.ConnectionString);
        return [.. (await client.GetDatabase("restart").ReadBytesAsync("counters")).Select(d => d["count"].AsInt32)];
    }
}
