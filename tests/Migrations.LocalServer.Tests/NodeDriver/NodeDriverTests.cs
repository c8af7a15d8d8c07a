using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Driver;
using Migrations.LocalServer.Processes;

namespace Migrations.LocalServer.Tests.NodeDriver;

// MongoDB's own driver for Node.js is the judge of the gateway.
public sealed class NodeDriverTests
{
    private static readonly JsonWriterSettings Canonical = new() { OutputMode = JsonOutputMode.CanonicalExtendedJson };

    [Test]
    public async Task The_official_driver_finds_a_MongoDB_server()
    {
        var server = RunningServer.Require();
        var folder = await InstallAsync();

        var database = RunningServer.NewDatabase();

        var run = await ProcessRun.RunAsync("node", [Path.Combine(folder, "proof.js"), server.ConnectionString, database], CancellationToken.None);

        await File.WriteAllTextAsync(Path.Combine(folder, "output.jsonl"), run.Output);
        var steps = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(BsonDocument.Parse).ToList();
        Assert.That(steps.Where(step => !step["ok"].AsBoolean).Select(step => $"{step["step"].AsString}: {step["error"].AsString}"), Is.Empty);
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(steps[^1]["documents"].AsBsonArray, Has.Count.EqualTo(51));
        Assert.That(await ReadWithDotNetAsync(server.ConnectionString, database), Is.EqualTo(steps[^1]["documents"].AsBsonArray.Select(d => d.ToJson(Canonical))));
    }

    // What one official driver wrote and printed, another must see on the same server, to the type of every number.
    private static async Task<List<string>> ReadWithDotNetAsync(string connectionString, string database)
    {
        using var client = new MongoClient(connectionString);
        var documents = await client.GetDatabase(database).GetCollection<BsonDocument>("kept").Find(FilterDefinition<BsonDocument>.Empty).Sort("{ _id: 1 }").ToListAsync();
        return [.. documents.Select(d => d.ToJson(Canonical))];
    }

    // Into the artifacts, so that the sources stay as they are; again only when the lock file changed.
    private static async Task<string> InstallAsync()
    {
        if (!(await ProcessRun.RunAsync("npm", ["--version"], CancellationToken.None)).Succeeded)
        {
            RunningServer.Unavailable("Node.js with npm is not installed, so the gateway cannot be tried with MongoDB's own driver. Install Node.js 20.19 or newer.");
        }

        var root = RepositoryRoot();
        var (source, folder) = (Path.Combine(root, "tests", "node-driver"), Path.Combine(root, "artifacts", "node-driver"));
        var (wanted, installed) = (Path.Combine(source, "package-lock.json"), Path.Combine(folder, "installed.json"));
        Directory.CreateDirectory(folder);
        foreach (var file in (ReadOnlySpan<string>)["package.json", "package-lock.json", "proof.js"])
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
        }

        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed) != await File.ReadAllTextAsync(wanted))
        {
            var install = await ProcessRun.RunAsync("npm", ["ci", "--prefix", folder, "--no-audit", "--no-fund"], CancellationToken.None);
            if (!install.Succeeded)
            {
                RunningServer.Unavailable($"MongoDB's driver for Node.js could not be installed with 'npm ci': {install.LastWords}");
            }

            File.Copy(wanted, installed, overwrite: true);
        }

        return folder;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Migrations.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No folder above the tests holds Migrations.sln.");
        }

        return folder.FullName;
    }
}
