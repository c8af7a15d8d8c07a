using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;
using Migrations.Shared;
using Migrations.Testing;

namespace Migrations.IntegrationTests.Hosts;

// What programs read is what the published schemas say.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JsonOutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrations-json-").FullName;

    // 'bundle' builds for a minute and prints what 'new' does; the local server belongs to all tests, and its commands print one thing; 'completion' prints a script.
    private static readonly string[] Left = [CommandTable.Bundle, CommandTable.Completion, CommandTable.LocalServerStart, CommandTable.LocalServerStop, CommandTable.LocalServerStatus, CommandTable.LocalServerRun];

    private static IEnumerable<string> Commands => CommandTable.All.Select(c => c.Name).Except(Left);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(nameof(Commands))]
    public async Task A_command_prints_what_its_schema_says(string command)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await PrepareAsync(fixture, command);

        using var host = await HostProcess.RunAsync(fixture.Database.Name, [command, "--output", "json", .. ArgumentsOf(command)]);

        Assert.That(host.ExitCode, Is.AnyOf(0, 2, 4, 5), host.Errors);
        Assert.That(OutputSchemas.FaultsOf(command, host.Output), Is.Empty, host.Output);
        Check(host);
    }

    [Test]
    public async Task A_failure_and_the_lines_before_it_fit_their_schemas()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertManyAsync([new BsonDocument { { "_id", 1 }, { "place", new BsonDocument("count", "many") } }]);

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--output", "json", "--tree", "stock");
        using var wrong = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--output", "json", "--tre", "stock");

        Assert.That((host.ExitCode, wrong.ExitCode), Is.EqualTo((1, 64)), host.Errors);
        Assert.That(OutputSchemas.FaultsOfFailure(host.Output), Is.Empty, host.Output);
        Assert.That(OutputSchemas.FaultsOfFailure(wrong.Output), Is.Empty, wrong.Output);
        Check(host);
    }

    [Test]
    public async Task A_result_that_standard_output_cannot_take_is_a_line_that_fits()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = HostProcess.StartInShell(fixture.Database.Name, "> /dev/full", "status", "--output", "json");
        await host.WaitAsync();

        Assert.That(host.Errors, Does.Contain("MIG1028"));
        Check(host);
    }

    private static void Check(HostProcess host)
    {
        foreach (var line in host.Errors.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.That(OutputSchemas.FaultsOfLine(line), Is.Empty, line);
        }
    }

    private string[] ArgumentsOf(string command) => command switch
    {
        CommandTable.Init => ["--at", "head", "--force", "--confirm", Name],
        CommandTable.Stamp => ["chain@base", "--force", "--dry-run"],
        CommandTable.Import => ["--from", "migrate-mongo", "--ignore", "first.js", "--dry-run"],
        CommandTable.Accept => ["chain@20260101000001"],
        CommandTable.New => ["AddBaz", "--directory", _folder, "--namespace", "Shop", "--implicit-usings", "enable"],
        CommandTable.AddTree => ["datasets", "--directory", _folder],
        CommandTable.AddRevision => ["orders", "Uuid", "1.0.0", "--directory", _folder, "--namespace", "Shop", "--implicit-usings", "enable"],
        CommandTable.FixOrder => ["--directory", _folder, "--base", "HEAD"],
        CommandTable.History => ["--verbose"],
        CommandTable.Plan => ["--tree", "typed", "--out", Path.Combine(_folder, "plan.json")],
        CommandTable.Migrate => ["--tree", "typed"],
        CommandTable.Rollback or CommandTable.Rehearse => ["--tree", "chain", "--distance", "1", .. command == CommandTable.Rehearse ? new[] { "--rollback" } : []],
        CommandTable.Lint => ["--project-directory", _folder],
        CommandTable.Prune => ["--confirm", Name],
        CommandTable.Unlock => ["--force", "--confirm", Name],
        _ => [],
    };

    private string Name { get; set; } = "";

    private async Task PrepareAsync(EngineFixture fixture, string command)
    {
        Name = fixture.Database.Name;
        await fixture.MigrateAsync("chain");
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 10).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        Directory.CreateDirectory(Path.Combine(_folder, "orders"));
        await fixture.Database.GetCollection("changelog").InsertOneAsync(new BsonDocument { { "fileName", "first.js" }, { "appliedAt", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) } });
        if (command == CommandTable.FixOrder)
        {
            using var git = System.Diagnostics.Process.Start("bash", ["-c", $"cd '{_folder}' && git init -q && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first"]);
            await git.WaitForExitAsync();
        }
    }
}
