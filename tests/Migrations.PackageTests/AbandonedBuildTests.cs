using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.PackageTests;

// What becomes of a run whose build is ended from outside.
public sealed class AbandonedBuildTests
{
    private ConsumerProject _project = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _project = new ConsumerProject();
        _project.Write("models/Slow.cs", SampleMigrations.Slow);
        var initialised = await _project.BuildAsync("-t:InitialiseSchemaVersion");
        Assert.That(initialised.ExitCode, Is.Zero, initialised.Text);
    }

    [TearDown]
    public void Remove() => _project.Dispose();

    // MSBuild does the project's build in its own process, or in a worker node that may live on.
    [Test]
    public async Task The_host_ends_after_its_batch_and_gives_the_lock_back([Values("TERM", "KILL")] string signal, [Values] bool inWorkerNode)
    {
        Dictionary<string, string> environment = inWorkerNode ? new() { ["MSBUILDNOINPROCNODE"] = "1", ["MSBUILDDISABLENODEREUSE"] = "0" } : [];
        using var build = _project.Start(environment, "-t:Migrate", "-p:MigrationBatchSize=10", "-m");
        await build.SaysAsync("of 20,000 documents");
        var host = await HostAsync();

        await DotNet.RunAsync(_project.Folder, [], "kill", "-" + signal, build.Id.ToString(CultureInfo.InvariantCulture));
        var ended = await build.WaitAsync();
        await EndsAsync(host);

        var database = new MongoClient(Packages.ConnectionString).GetDatabase(_project.Database);
        var holder = await database.GetCollection<BsonDocument>("_migrations.lock").Find("{}").SingleAsync();
        var counted = await database.GetCollection<BsonDocument>("models").CountDocumentsAsync("{ count: 1 }");
        Assert.That(holder["owner"].IsBsonNull, Is.True, holder.ToJson());
        Assert.That(counted, Is.Positive.And.LessThan(20_000));
        Assert.That(ended.ExitCode, Is.EqualTo(signal == "TERM" ? 0 : 137), ended.Text);
    }

    private async Task<int> HostAsync()
    {
        var found = await DotNet.RunAsync(_project.Folder, [], "pgrep", "--full", $"migrations.dll migrate .*{_project.Folder}");
        return int.Parse(found.Text, CultureInfo.InvariantCulture);
    }

    private static async Task EndsAsync(int process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Directory.Exists($"/proc/{process}"))
        {
            await Task.Delay(100, limit.Token);
        }
    }
}
