using System.Text.RegularExpressions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.PackageTests;

// A team's first minutes: tool and templates from a feed, in an empty folder, with nothing else of ours on the machine.
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class InstallationTests
{
    private static readonly string Database = $"installed_{Environment.ProcessId}";
    private string _folder = "";
    private Dictionary<string, string> _environment = [];

    private static IMongoCollection<BsonDocument> Items => new MongoClient(Packages.ConnectionString).GetDatabase(Database).GetCollection<BsonDocument>("items");

    [OneTimeSetUp]
    public async Task InstallAsync()
    {
        _folder = Directory.CreateTempSubdirectory("migrations-team-").FullName;
        _environment = new() { ["CI"] = DotNet.Unset, ["DOTNET_CLI_HOME"] = Path.Combine(_folder, ".home"), ["NUGET_PACKAGES"] = Path.Combine(_folder, ".packages"), ["MIGRATIONS_DATABASE"] = Database, ["MIGRATIONS_TEST_CONNECTION"] = Packages.ConnectionString };
        await Packages.AddFeedAsync(_folder);
        await SucceedAsync(".", "new", "install", $"Migrations.Templates@{Packages.Version}", "--nuget-source", Packages.Feed);
        await SucceedAsync(".", "new", "migrations", "--name", "Shop.Migrations");
        await SucceedAsync(".", "tool", "restore");
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
    public async Task The_tests_of_a_new_project_pass()
    {
        var tested = await SucceedAsync(".", "test", "Shop.Migrations.Tests", "-nologo", "-tl:off");

        Assert.That(tested.Text, Does.Match(@"Passed:\s+3\b"));
    }

    [Test]
    [Order(2)]
    public async Task A_migration_is_created_by_its_template_and_by_the_tool()
    {
        await SucceedAsync("Shop.Migrations", "new", "migration", "--name", "AddTags", "--tree", "items");
        var created = await SucceedAsync(".", "migrations", "new", "Add colour", "--tree", "items", "--kind", "collection", "--reversible");
        var unwritten = await RunAsync("migrations", "verify");
        Write("AddTags", "tags");
        Write("AddColour", "colour");

        Assert.That(created.Text, Does.Match(@"Created: .*/Shop\.Migrations/items/\d{14}_AddColour\.cs"));
        Assert.That(unwritten.ExitCode, Is.EqualTo(5), unwritten.Text);
        Assert.That(await File.ReadAllTextAsync(FileOf("AddTags")), Does.Contain("namespace Shop.Migrations.Items;").And.Contain("\"Add tags\", Tree = \"items\"").And.Contain("Collection => \"items\""));
        Assert.That(await File.ReadAllTextAsync(FileOf("AddColour")), Does.Contain("namespace Shop.Migrations.Items;"));
    }

    [Test]
    [Order(3)]
    public async Task The_tool_builds_the_project_and_takes_the_database_to_a_passed_gate()
    {
        var initialised = await RunAsync("migrations", "init", "--at", "base");
        var closed = await RunAsync("migrations", "verify", "--no-build");
        var planned = await RunAsync("migrations", "plan", "--no-build");
        var migrated = await RunAsync("migrations", "migrate", "--no-build");
        var open = await RunAsync("migrations", "verify", "--no-build");
        var item = await Items.Find("{}").SingleAsync();

        Assert.That(new[] { initialised, closed, planned, migrated, open }.Select(run => run.ExitCode), Is.EqualTo(new[] { 0, 2, 2, 0, 0 }), initialised.Text + closed.Text + planned.Text + migrated.Text + open.Text);
        Assert.That(item.Names, Is.EqualTo(new[] { "_id", "rating", "tags", "colour" }));
    }

    [Test]
    [Order(4)]
    public async Task The_tool_lints_the_project_that_it_finds()
    {
        var missing = await RunAsync("migrations", "lint", "--locked", "--no-build");
        var written = await RunAsync("migrations", "lint", "--no-build");
        var locked = await RunAsync("migrations", "lint", "--locked", "--no-build");

        Assert.That(new[] { missing.ExitCode, written.ExitCode, locked.ExitCode }, Is.EqualTo(new[] { 4, 0, 0 }), missing.Text + written.Text + locked.Text);
        Assert.That(missing.Text, Does.Contain("MIG1711"));
        Assert.That(Path.Combine(_folder, "Shop.Migrations", "migrations.lock.json"), Does.Exist);
    }

    [Test]
    [Order(4)]
    public async Task The_tool_bundles_what_it_built()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "Shop.Migrations", "appsettings.json"), "{}");
        var project = Path.Combine(_folder, "Shop.Migrations", "Shop.Migrations.csproj");
        await File.WriteAllTextAsync(project, (await File.ReadAllTextAsync(project)).Replace("</Project>", """<ItemGroup><Content Include="appsettings.json" CopyToOutputDirectory="PreserveNewest" /></ItemGroup></Project>""", StringComparison.Ordinal));
        var made = await SucceedAsync(".", "migrations", "bundle", "--out", "deploy/migrate");

        var verified = await DotNet.RunAsync(_folder, _environment, Path.Combine(_folder, "deploy", "migrate"), "verify");

        Assert.That(made.Text, Does.Contain("Created: " + Path.Combine(_folder, "deploy", "migrate")));
        Assert.That(Path.Combine(_folder, "deploy", "appsettings.json"), Does.Exist);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_folder, "deploy", "migrate.sha256")), Does.Contain("  appsettings.json"));
        Assert.That(verified.ExitCode, Is.Zero, verified.Text);
    }

    [Test]
    [Order(5)]
    public async Task A_migration_that_failed_closes_the_gate_and_a_fault_in_the_source_stops_the_tool()
    {
        await SucceedAsync(".", "migrations", "new", "Fail", "--tree", "items", "--kind", "collection");
        var file = FileOf("Fail");
        await File.WriteAllTextAsync(file, Regex.Replace(await File.ReadAllTextAsync(file), @"throw new NotSupportedException\(.*\);", "throw new InvalidOperationException(\"No.\");"));

        var failed = await RunAsync("migrations", "migrate");
        var closed = await RunAsync("migrations", "verify", "--no-build");
        await File.AppendAllTextAsync(file, "}");
        var unbuilt = await RunAsync("migrations", "status");

        Assert.That(failed.ExitCode, Is.EqualTo(1), failed.Text);
        Assert.That(failed.Text, Does.Match(@"/Shop\.Migrations/items/\d{14}_Fail\.cs\(\d+,\d+\): error MIG"));
        Assert.That(closed.ExitCode, Is.EqualTo(4), closed.Text);
        Assert.That(unbuilt.ExitCode, Is.EqualTo(1), unbuilt.Text);
        Assert.That(unbuilt.Text, Does.Contain("error CS1022").And.Contain("error MIG1032"));
    }

    // As somebody would: a field for all that do not have it, and the way back.
    private void Write(string name, string field)
    {
        var (file, bodies) = (FileOf(name), new Queue<string>([$$"""collection.UpdateManyAsync("{}", "{ $set: { {{field}}: [] } }", cancellationToken: cancellationToken);""", $$"""collection.UpdateManyAsync("{}", "{ $unset: { {{field}}: 1 } }", cancellationToken: cancellationToken);"""]));
        File.WriteAllText(file, Regex.Replace(File.ReadAllText(file), @"throw new NotSupportedException\(.*\);", _ => bodies.Dequeue()));
    }

    private string FileOf(string name) => Directory.GetFiles(Path.Combine(_folder, "Shop.Migrations", "items"), $"*_{name}.cs").Single();

    private Task<CommandOutput> RunAsync(params string[] arguments) => DotNet.RunAsync(_folder, _environment, "dotnet", arguments);

    private async Task<CommandOutput> SucceedAsync(string folder, params string[] arguments)
    {
        var run = await DotNet.RunAsync(Path.Combine(_folder, folder), _environment, "dotnet", arguments);
        Assert.That(run.ExitCode, Is.Zero, run.Text);
        return run;
    }
}
