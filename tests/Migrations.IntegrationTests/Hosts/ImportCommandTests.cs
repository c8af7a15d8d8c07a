using System.Text.Json.Nodes;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

public sealed class ImportCommandTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory().FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    [Test]
    public async Task Names_that_fit_several_migrations_are_settled_by_a_map()
    {
        await using var fixture = await CreateAsync("0.1.0", "0.2.0");

        using var refused = await HostProcess.RunAsync(fixture.Database.Name, "import", "--from", "kot-migrations");
        var untouched = await fixture.Database.ReadCollectionNamesAsync();
        using var imported = await HostProcess.RunAsync(fixture.Database.Name, "import", "--from", "kot-migrations", "--map", MapOf("# what the versions are", "", "0.1.0 = chain@20260101000001", " 0.2.0=chain@20260101000002 "), "--output", "json");
        using var verified = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "chain");
        using var status = await HostProcess.RunAsync(fixture.Database.Name, "status");

        Assert.That(status.Output, Does.Contain("applied (not run here)"));
        Assert.That((refused.ExitCode, imported.ExitCode, verified.ExitCode), Is.EqualTo((5, 0, 2)), refused.Errors + imported.Errors + verified.Errors);
        Assert.That(refused.Errors, Does.Contain("MIG1313").And.Contain("0.1.0 = ").And.Contain("--map FILE"));
        Assert.That(untouched, Is.EqualTo(new[] { "_migrations" }));
        var json = JsonNode.Parse(imported.Output)!;
        Assert.That(json["imported"]!.AsArray().Select(m => $"{m!["tree"]}@{m["id"]} {m["names"]![0]}"), Is.EqualTo(new[] { "chain@20260101000001 0.1.0", "chain@20260101000002 0.2.0" }));
        Assert.That(json["heads"]!.AsArray().Single(h => (string?)h!["tree"] == "chain")!["revision"]!.GetValue<string>(), Is.EqualTo("20260101000002"));
    }

    [Test]
    public async Task A_dry_run_shows_it_and_a_second_import_has_nothing_to_do()
    {
        await using var fixture = await CreateAsync("0.1.0", "9.9.9");
        string[] import = ["import", "--from", "kot-migrations", "--map", MapOf("0.1.0 = chain@20260101000001"), "--ignore", "9.9.9"];

        using var tried = await HostProcess.RunAsync(fixture.Database.Name, [.. import, "--dry-run"]);
        using var once = await HostProcess.RunAsync(fixture.Database.Name, import);
        using var twice = await HostProcess.RunAsync(fixture.Database.Name, import);

        Assert.That((tried.ExitCode, once.ExitCode, twice.ExitCode), Is.EqualTo((0, 0, 0)), tried.Errors + once.Errors + twice.Errors);
        Assert.That(tried.Output, Does.Contain("chain@20260101000001 'First link' is '0.1.0'").And.Contain("1 migration(s) of the log '_migrations' of Kot.MongoDB.Migrations would count as applied").And.Contain("Nothing was stored."));
        Assert.That(once.Output, Does.Contain("count as applied"));
        Assert.That(twice.Output, Does.Contain("Nothing to do"));
    }

    [TestCase(64, "MIG1901", "import")]
    [TestCase(64, "MIG1901", "import", "--from", "liquibase")]
    [TestCase(64, "MIG1901", "import", "--from", "kot-migrations", "--map", "nowhere.map")]
    [TestCase(5, "MIG1310", "import", "--from", "mongock")]
    [TestCase(5, "MIG1310", "import", "--from", "kot-migrations", "--log", "nowhere")]
    [TestCase(5, "MIG1311", "import", "--from", "migrate-mongo", "--log", "_migrations")]
    public async Task Bad_input_is_refused_and_nothing_is_stored(int code, string error, params string[] command)
    {
        await using var fixture = await CreateAsync("0.1.0");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, command);

        Assert.That(host.ExitCode, Is.EqualTo(code), host.Errors);
        Assert.That(host.Errors, Does.Contain(error));
        Assert.That(await fixture.Database.ReadCollectionNamesAsync(), Is.EqualTo(new[] { "_migrations" }));
    }

    [TestCase("0.1.0", "is not 'NAME = TREE@ID'")]
    [TestCase("0.1.0 =", "is not 'NAME = TREE@ID'")]
    [TestCase("a = 1|a = 2", "line 2")]
    [TestCase("0.1.0 = chain@20990101000000", "not a migration of the plugin")]
    public async Task A_fault_of_the_map_is_named(string lines, string text)
    {
        await using var fixture = await CreateAsync("0.1.0");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "import", "--from", "kot-migrations", "--map", MapOf(lines.Split('|')));

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain(text));
    }

    private static string MapOf(params string[] lines)
    {
        var path = Path.Combine(Folder, $"{Guid.NewGuid()}.map");
        File.WriteAllLines(path, lines);
        return path;
    }

    private static async Task<EngineFixture> CreateAsync(params string[] versions)
    {
        var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        await fixture.Database.GetCollection("_migrations").InsertManyAsync(versions.Select(v => v.Split('.')).Select(v => new BsonDocument { { "Version", new BsonDocument { { "Major", int.Parse(v[0], System.Globalization.CultureInfo.InvariantCulture) }, { "Minor", int.Parse(v[1], System.Globalization.CultureInfo.InvariantCulture) }, { "Patch", int.Parse(v[2], System.Globalization.CultureInfo.InvariantCulture) } } }, { "Name", "x" }, { "AppliedAt", new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc) } }));
        return fixture;
    }
}
