namespace Migrations.PackageTests;

// The repository's own use of its targets and aliases, in a fresh clone of what is committed.
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class CloneTests
{
    private string _folder = "";

    [OneTimeSetUp]
    public async Task CloneAsync()
    {
        _folder = Path.Combine(Directory.CreateTempSubdirectory("migrations-clone-").FullName, "clone");
        var cloned = await DotNet.RunAsync(Packages.Root, [], "git", "clone", "--quiet", "--depth", "1", "file://" + Packages.Root, _folder);
        Assert.That(cloned.ExitCode, Is.Zero, cloned.Text);
    }

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        await DotNet.RunAsync(_folder, "build-server", "shutdown");
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [Test]
    [Order(1)]
    public async Task A_migration_is_created_from_the_root_and_from_its_project()
    {
        var root = await BuildAsync(_folder, [], "-t:NewMigration", "-p:MigrationName=FromRoot", "-p:MigrationTree=models");
        var project = await BuildAsync(Path.Combine(_folder, "migrations"), [], "-t:NewMigration", "-p:MigrationName=FromProject", "-p:MigrationTree=models");

        Assert.That(root.Text, Does.Match(@"Created: .*migrations.models.\d{14}_FromRoot\.cs"));
        Assert.That(project.Text, Does.Match(@"Created: .*migrations.models.\d{14}_FromProject\.cs"));
        foreach (var unwritten in Directory.EnumerateFiles(Path.Combine(_folder, "migrations", "models"), "*_From*.cs"))
        {
            File.Delete(unwritten);
        }
    }

    // A living MSBuild node keeps the assemblies it has loaded; the build machines often have none, which hides it.
    [Test]
    [Order(2)]
    public async Task A_rebuilt_task_is_used_although_nodes_live_on()
    {
        Dictionary<string, string> nodes = new() { ["MSBUILDDISABLENODEREUSE"] = "0" };
        var migrations = Path.Combine(_folder, "migrations");
        var before = await BuildAsync(migrations, nodes, "-t:NewMigration", "-p:Name=AddBaz");
        var source = Path.Combine(_folder, "src", "Migrations.MSBuild", "Properties", "PropertyCheck.cs");
        await File.WriteAllTextAsync(source, (await File.ReadAllTextAsync(source)).Replace("is written", "is now spelt", StringComparison.Ordinal));

        var after = await BuildAsync(migrations, nodes, "-t:NewMigration", "-p:Name=AddBaz");

        Assert.That(before.Text, Does.Contain("MIG1018: The option 'Name' is written 'MigrationName'"));
        Assert.That(after.Text, Does.Contain("MIG1018: The option 'Name' is now spelt 'MigrationName'"));
    }

    [Test]
    [Order(3)]
    public async Task The_exit_codes_of_the_host_come_through_Cake()
    {
        Dictionary<string, string> database = new() { ["MIGRATIONS_DATABASE"] = $"cake_{Environment.ProcessId}" };

        var uninitialised = await DotNet.RunAsync(_folder, database, "bash", "build.sh", "--target=Verify");
        var initialised = await DotNet.RunAsync(_folder, database, "bash", "build.sh", "--target=Initialise");
        var pending = await DotNet.RunAsync(_folder, database, "bash", "build.sh", "--target=Verify", "--migrations-tree=notes");

        Assert.That(uninitialised.ExitCode, Is.EqualTo(5), uninitialised.Text);
        Assert.That(initialised.ExitCode, Is.Zero, initialised.Text);
        Assert.That(pending.ExitCode, Is.EqualTo(2), pending.Text);
    }

    [Test]
    [Order(4)]
    public async Task Without_a_connection_string_Cake_may_keep_the_local_server_out()
    {
        Dictionary<string, string> environment = new() { ["MIGRATIONS_CONNECTION"] = DotNet.Unset, ["CI"] = DotNet.Unset };

        var refused = await DotNet.RunAsync(_folder, environment, "bash", "build.sh", "--target=Migrate", "--no-local-server");

        Assert.That(refused.ExitCode, Is.EqualTo(64), refused.Text);
        Assert.That(refused.Text, Does.Contain("MIG1016"));
    }

    [Test]
    [Order(5)]
    public async Task A_typo_in_an_option_of_the_build_ends_it_before_anything_runs(
        [Values("--target=Migrate --databse=x|Did you mean --database?", "--target=Migrat|Did you mean Migrate?", "--target=Migrate --force=flase|'flase'", "--target=Migrate --workers=two|'two'", "--target=Migrate --lock-wait=soon|'soon'", "--target=Migrate --output=xml|'xml'", "--target=Journal --distance=1|takes no option --distance")] string attempt)
    {
        var (arguments, answer) = (attempt.Split('|')[0].Split(' '), attempt.Split('|')[1]);

        var refused = await DotNet.RunAsync(_folder, [], "bash", ["build.sh", .. arguments]);

        Assert.That(refused.ExitCode, Is.EqualTo(64), refused.Text);
        Assert.That(refused.Text, Does.Contain(answer));
        Assert.That(refused.Text, Does.Not.Contain("BuildPlugin"));
    }

    [Test]
    [Order(6)]
    public async Task The_sample_data_go_into_the_database_that_is_migrated()
    {
        Dictionary<string, string> environment = new() { ["MIGRATIONS_CONNECTION"] = DotNet.Unset };
        string[] migrate = ["build.sh", "--target=Migrate", "--count=50", $"--database=samples_{Environment.ProcessId}"];

        var first = await DotNet.RunAsync(_folder, environment, "bash", migrate);
        var second = await DotNet.RunAsync(_folder, environment, "bash", [.. migrate, "--force=false"]);

        Assert.That(first.ExitCode, Is.Zero, first.Text);
        Assert.That(first.Text, Does.Contain("Sample data: 50 documents in models").And.Contain("50 documents"));
        Assert.That(second.ExitCode, Is.Zero, second.Text);
        Assert.That(second.Text, Does.Not.Contain("Sample data:"));
    }

    private static Task<CommandOutput> BuildAsync(string folder, Dictionary<string, string> environment, params string[] arguments) =>
        DotNet.RunAsync(folder, environment, "dotnet", ["build", "-nologo", "-tl:off", .. arguments]);
}
