using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.PackageTests.Pipelines;

// The pipeline of the documents does what it says: each job in a folder of its own, as on a machine of its own, with the commands as they stand in the file.
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class PipelineExampleTests
{
    private static readonly string Database = $"pipeline_{Environment.ProcessId}";
    private static readonly string File = Path.Combine(Packages.Root, "docs", "examples", "github.yml");
    private string _folder = "";
    private Dictionary<string, string> _environment = [];

    private static IMongoCollection<BsonDocument> Items => new MongoClient(Packages.ConnectionString).GetDatabase(Database).GetCollection<BsonDocument>("items");

    private string Repository => Path.Combine(_folder, "repository");

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        _folder = Directory.CreateTempSubdirectory("migrations-pipeline-").FullName;
        Directory.CreateDirectory(Repository);
        _environment = new()
        {
            ["CI"] = "true",
            ["DOTNET_CLI_HOME"] = Path.Combine(_folder, ".home"),
            ["NUGET_PACKAGES"] = Path.Combine(_folder, ".packages"),
            ["MIGRATIONS_CONNECTION"] = DotNet.Unset,
            ["MIGRATIONS_DATABASE"] = Database,
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        };
        await Packages.AddFeedAsync(Repository);
        await SucceedAsync(Repository, _environment, $"""
            dotnet new install Migrations.Templates@{Packages.Version} --nuget-source {Packages.Feed}
            dotnet new migrations --name Shop.Migrations
            dotnet new sln --name Shop
            dotnet sln add Shop.Migrations Shop.Migrations.Tests
            dotnet new gitignore
            dotnet tool restore
            CI= dotnet migrations lint
            git init --quiet --initial-branch=main
            git add .
            git -c user.name=Team -c user.email=team@example.org commit --quiet --message "Add migrations"
            MIGRATIONS_CONNECTION='{Packages.ConnectionString}' dotnet migrations init --at base --no-build
            """);
        await Items.InsertOneAsync(new BsonDocument("_id", 1));
    }

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        await new MongoClient(Packages.ConnectionString).DropDatabaseAsync(Database);
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    [Order(1)]
    public async Task Every_job_ends_well_and_the_database_is_migrated()
    {
        var outputs = await RunAllAsync(PipelineJob.Read(File));

        var item = await Items.Find("{}").SingleAsync();
        Assert.That(outputs, Does.Contain("pending=true"));
        Assert.That(item.Names, Is.EqualTo(new[] { "_id", "rating" }));
        Assert.That(await System.IO.File.ReadAllTextAsync(Path.Combine(_folder, "migrate", "verify.xml")), Does.Contain("<testsuites"));
        Assert.That(Path.Combine(_folder, "migrate", "verify.sarif"), Does.Exist);
    }

    [Test]
    [Order(2)]
    public async Task When_nothing_is_pending_the_plan_says_so()
    {
        var plan = PipelineJob.Read(File).Single(job => job.Name == "plan");

        var outputs = await RunAllAsync([plan with { Name = "again" }]);

        Assert.That(outputs, Does.Contain("pending=false"));
    }

    private Task SucceedAsync(string script) => SucceedAsync(_folder, _environment, script);

    // As GitHub runs a step.
    private static async Task SucceedAsync(string folder, Dictionary<string, string> environment, string script)
    {
        var run = await DotNet.RunAsync(folder, environment, "bash", "-e", "-c", script);
        Assert.That(run.ExitCode, Is.Zero, $"{script}{Environment.NewLine}{run.Text}");
    }

    private async Task<string> RunAllAsync(IReadOnlyList<PipelineJob> jobs)
    {
        var outputs = Path.Combine(_folder, "outputs");
        foreach (var job in jobs)
        {
            var folder = Path.Combine(_folder, job.Name);
            await SucceedAsync(job.ChecksOut ? $"git clone --quiet repository {job.Name}" : $"mkdir {job.Name}");
            if (job.TakesOver)
            {
                await SucceedAsync($"cp -r artifact {job.Name}/deploy");
            }

            foreach (var script in job.Scripts)
            {
                await SucceedAsync(folder, EnvironmentOf(job, outputs), script);
            }

            if (Directory.Exists(Path.Combine(folder, "deploy")) && !job.TakesOver)
            {
                // An uploaded artifact loses the permission to execute.
                await SucceedAsync($"rm -rf artifact; cp -r {job.Name}/deploy artifact; chmod a-x artifact/*");
            }
        }

        return await System.IO.File.ReadAllTextAsync(outputs);
    }

    private Dictionary<string, string> EnvironmentOf(PipelineJob job, string outputs)
    {
        var environment = new Dictionary<string, string>(_environment) { ["GITHUB_OUTPUT"] = outputs };
        foreach (var (name, value) in job.Environment)
        {
            // The addresses and the secrets of the pipeline are all of databases.
            environment[name] = value.StartsWith("mongodb://", StringComparison.Ordinal) || value.Contains("secrets.", StringComparison.Ordinal) ? Packages.ConnectionString : value;
        }

        return environment;
    }
}
