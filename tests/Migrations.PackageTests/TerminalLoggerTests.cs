using System.Text.RegularExpressions;

namespace Migrations.PackageTests;

// In a terminal MSBuild's logger shows no messages, only warnings, errors and what a project made.
public sealed class TerminalLoggerTests
{
    private ConsumerProject _project = null!;

    [SetUp]
    public void Create()
    {
        _project = new ConsumerProject();
        _project.Write("models/AddOne.cs", SampleMigrations.AddOne);
    }

    [TearDown]
    public void Remove() => _project.Dispose();

    [Test]
    public async Task Every_command_points_to_the_file_that_holds_its_report()
    {
        var initialised = await OnTerminalAsync("-t:InitialiseSchemaVersion");
        var status = await OnTerminalAsync("-t:MigrationStatus");

        Assert.That(initialised, Does.Contain("→ obj/migrations/init.txt"));
        Assert.That(status, Does.Contain("→ obj/migrations/status.txt").And.Not.Contain("20260101000001"));
        Assert.That(_project.Read("obj/migrations/status.txt"), Does.Contain("20260101000001").And.Contain("pending"));
        foreach (var (target, file, text) in new[]
        {
            ("PlanMigrations", "plan.txt", "would be applied"), ("Migrate", "migrate.txt", "1 migration(s) applied"), ("VerifyMigrations", "verify.txt", "1 migration(s) verified"), ("MigrationHistory", "history.txt", "Add one"),
            ("MigrationTrees", "trees.txt", "models"), ("MigrationJournal", "journal.txt", "initialise"), ("MigrationGraph", "graph.mmd", "Add one"), ("RollbackMigrations -p:MigrationDistance=1", "rollback.txt", "rolled back on"),
        })
        {
            Assert.That(await OnTerminalAsync("-t:" + target), Does.Contain("→ obj/migrations/" + file));
            Assert.That(_project.Read("obj/migrations/" + file), Does.Contain(text));
        }
    }

    [Test]
    public async Task How_to_see_more_is_said_once_and_fails_no_strict_build()
    {
        var first = await OnTerminalAsync("-t:MigrationTrees", "-warnaserror");
        var second = await OnTerminalAsync("-t:MigrationTrees");
        var plain = await _project.BuildAsync("-t:MigrationTrees");

        Assert.That(first, Does.Contain("→ obj/migrations/trees.txt (-tl:off shows all of it here)").And.Contain("Build succeeded"));
        Assert.That(second, Does.Contain("→ obj/migrations/trees.txt").And.Not.Contain("-tl:off"));
        Assert.That(plain.Text, Does.Contain("head 20260101000001").And.Not.Contain("-tl:off"));
    }

    [Test]
    public async Task A_fault_is_an_error_also_there_and_also_in_json()
    {
        var text = await OnTerminalAsync("-t:Migrate");
        var json = await OnTerminalAsync("-t:Migrate", "-p:MigrationOutput=json");

        Assert.That(text, Does.Contain("error MIG1301").And.Contain("→ obj/migrations/migrate.txt"));
        Assert.That(json, Does.Contain("error MIG1301").And.Contain("→ obj/migrations/migrate.json"));
        Assert.That(_project.Read("obj/migrations/migrate.txt"), Does.Contain("error MIG1301"));
    }

    // As it is read, without colours and links.
    private async Task<string> OnTerminalAsync(params string[] arguments)
    {
        var output = await _project.BuildOnTerminalAsync(arguments);
        return Regex.Replace(output.Text, @"\x1b\](?:[^\x07\x1b])*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[A-Za-z]", "");
    }
}
