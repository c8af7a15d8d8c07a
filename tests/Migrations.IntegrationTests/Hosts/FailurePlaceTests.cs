using System.Text.Json;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// Wherever a migration fails, an editor can go there: to the line of its code, or else to its class; and programs learn which migration it was.
public sealed class FailurePlaceTests
{
    private const string Root = "/repository/plugin";
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(typeof(FailurePlaceTests).Assembly.Location.Split(Path.DirectorySeparatorChar + "artifacts")[0], "tests", "Migrations.TestPlugin", "Places.cs"));

    [TestCase("placeserver", "server", "MIG1601")]
    [TestCase("placecommand", "command", "MIG1601")]
    [TestCase("placetyped", "typed", "MIG1604")]
    [TestCase("placeraw", "raw", "MIG1604")]
    [TestCase("placeemit", "emit", "MIG1604")]
    [TestCase("placepipeline", "pipeline", "")]
    [TestCase("placefields", "fields", "MIG1616")]
    [TestCase("placeprecondition", "precondition", "MIG1420")]
    [TestCase("placestatic", "precondition", "MIG1420")]
    [TestCase("placeunmet", "unmet", "MIG1420")]
    [TestCase("placeverify", "verify", "MIG1605")]
    public async Task A_failure_names_the_line_and_the_migration(string tree, string mark, string code)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("places").InsertOneAsync(new() { { "_id", new BsonBinaryData(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), GuidRepresentation.Standard) }, { "name", "unknown" }, { "title", "taken" } });

        using var text = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", tree, "--project-directory", Root);
        using var tried = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", tree, "--dry-run", "--output", "json", "--project-directory", Root);
        using var run = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", tree, "--output", "json", "--project-directory", Root);

        var line = Array.FindIndex(Lines, l => l.EndsWith($"// fails: {mark}", StringComparison.Ordinal)) + 1;
        Assert.That(text.Errors, Does.Match($@"(?m)^\S*/Places\.cs\({line},1\): error {(code.Length == 0 ? "MIG" : code)}"));
        foreach (var host in new[] { tried, run })
        {
            using var report = JsonDocument.Parse(host.Output);
            var error = report.RootElement.GetProperty("error");
            var migration = error.GetProperty("migration");
            Assert.That((migration.GetProperty("tree").GetString(), migration.GetProperty("id").GetString(), migration.GetProperty("title").GetString()!.Length), Is.EqualTo((tree, "20260101000001", Lines.Single(l => l.Contains($"Tree = \"{tree}\"", StringComparison.Ordinal)).Split('"')[3].Length)));
            Assert.That((Path.GetFileName(error.GetProperty("file").GetString()), error.GetProperty("line").GetInt32()), Is.EqualTo(("Places.cs", line)), host.Output);
            Assert.That(Path.IsPathRooted(error.GetProperty("file").GetString()!), host.Output);
        }
    }

    // What is found before anything runs belongs to a migration as well.
    [TestCase("rollback", "--tree", "convergent", "--to", "base")]
    [TestCase("accept", "chain@20260101000001")]
    public async Task A_refusal_before_the_run_names_the_migration_as_well(params string[] command)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.MigrateAsync("convergent");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, [.. command, "--output", "json", "--project-directory", Root]);

        using var report = JsonDocument.Parse(host.Output);
        var error = report.RootElement.GetProperty("error");
        Assert.That(error.GetProperty("migration").GetProperty("id").GetString(), Is.EqualTo("20260101000001"), host.Output);
        Assert.That(error.GetProperty("file").GetString(), Does.StartWith(Root + "/"));
        Assert.That(error.GetProperty("line").GetInt32(), Is.GreaterThan(1));
    }

    [TestCase("verify", "--tree", "chain")]
    [TestCase("status")]
    public async Task Findings_name_the_migration_in_every_command(params string[] command)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.MigrateAsync("chain");
        await fixture.Database.GetCollection("_migrations.applied").UpdateOneAsync("""{ "_id.tree": "chain", "_id.id": "20260101000002" }""", """{ "$set": { "checksum": "another" } }""");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, [.. command, "--output", "json"]);

        using var report = JsonDocument.Parse(host.Output);
        var migrations = report.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("migration")).ToList();
        Assert.That(migrations.Select(m => $"{m.GetProperty("tree").GetString()}@{m.GetProperty("id").GetString()} {m.GetProperty("title").GetString()}"), Does.Contain("chain@20260101000002 Second link"));
    }
}
