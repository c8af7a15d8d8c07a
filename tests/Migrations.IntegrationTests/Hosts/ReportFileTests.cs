using System.Text.Json.Nodes;
using System.Xml.Linq;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// The files that a pipeline shows to people.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReportFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrations-reports-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task All_formats_are_written_by_one_command()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain", "--report", $"junit={File("r.xml")};sarif={File("r.sarif")}", "--report", $"html={File("r.html")}", "--report", $"markdown={File("r.md")}");

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That(Cases("r.xml").Select(c => c.Elements().Count()), Is.EqualTo(new[] { 0, 0, 0 }));
        Assert.That(JsonNode.Parse(Read("r.sarif"))!["version"]!.GetValue<string>(), Is.EqualTo("2.1.0"));
        Assert.That(Read("r.html"), Does.Contain("Everything fits.").And.Contain("Second link").And.Contain("<svg"));
        Assert.That(Read("r.md"), Does.StartWith("## ✅ migrations migrate"));
    }

    [Test]
    public async Task A_run_that_fails_reports_what_failed_and_what_it_did_not_reach()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertOneAsync(BsonDocument.Parse("{ _id: 1, place: { count: 'many' } }"));

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "stock", "--report", $"junit={File("r.xml")}", "--report", $"html={File("r.html")}");

        Assert.That(host.ExitCode, Is.EqualTo(1), host.Errors);
        Assert.That(Cases("r.xml").Where(c => c.Attribute("classname")!.Value.EndsWith(".stock", StringComparison.Ordinal)).SelectMany(c => c.Elements()).Select(e => e.Name.LocalName), Is.EqualTo(new[] { "failure", "skipped" }));
        var failure = Cases("r.xml").SelectMany(c => c.Elements("failure")).Single();
        Assert.That(host.Errors, Does.Contain((string)failure.Attribute("type")!));
        Assert.That(Read("r.html"), Does.Contain("Failed."));
    }

    [Test]
    public async Task The_gate_reports_each_migration_and_each_check()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.MigrateAsync("chain");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "chain", "--report", $"junit={File("r.xml")}");

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        var cases = Cases("r.xml");
        Assert.That(cases.Count(c => c.Attribute("classname")!.Value.EndsWith(".chain", StringComparison.Ordinal)), Is.EqualTo(3));
        Assert.That(cases.Count(c => c.Attribute("classname")!.Value.EndsWith(".checks", StringComparison.Ordinal)), Is.EqualTo(5));
        Assert.That(cases.SelectMany(c => c.Elements()), Is.Empty);
    }

    [Test]
    public async Task An_unreachable_server_leaves_a_report_too()
    {
        var environment = new Dictionary<string, string>(HostProcess.OnTestServer("none")) { ["MIGRATIONS_CONNECTION"] = "mongodb://127.0.0.1:1/none?serverSelectionTimeoutMS=500" };

        using var host = HostProcess.StartWith(environment, "verify", "--report", $"junit={File("r.xml")}");

        Assert.That(await host.WaitAsync(), Is.EqualTo(69), host.Errors);
        Assert.That(Cases("r.xml").Single().Element("failure")!.Attribute("type")!.Value, Does.StartWith("MIG12"));
    }

    [TestCase("junit=nowhere/r.xml", "MIG1026")]
    [TestCase("junit=", "MIG1005")]
    [TestCase("pdf=r.pdf", "MIG1005")]
    [TestCase("r.xml", "MIG1005")]
    [TestCase("junit=a.xml;sarif=a.xml", "MIG1005")]
    public async Task A_report_that_cannot_be_written_is_refused_before_anything_runs(string report, string code)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain", "--report", report);

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("error MIG"));
        Assert.That(await fixture.ReadAsync("chain"), Is.Empty);
    }

    [Test]
    public async Task A_report_of_an_earlier_command_is_replaced_when_the_next_one_fails_before_it_begins()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await System.IO.File.WriteAllTextAsync(File("r.xml"), "<testsuites/>");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--assembly", File("none.dll"), "--report", $"junit={File("r.xml")}");

        Assert.That(host.ExitCode, Is.Not.Zero);
        Assert.That(Cases("r.xml").SelectMany(c => c.Elements("failure")), Is.Not.Empty);
    }

    [Test]
    public async Task A_step_of_GitHub_Actions_gets_its_summary_without_being_told()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await System.IO.File.WriteAllTextAsync(File("summary.md"), "Earlier.\n");
        var environment = new Dictionary<string, string>(HostProcess.OnTestServer(fixture.Database.Name)) { ["GITHUB_STEP_SUMMARY"] = File("summary.md") };

        using var host = HostProcess.StartWith(environment, "plan", "--tree", "chain");

        Assert.That(await host.WaitAsync(), Is.EqualTo(2), host.Errors);
        Assert.That(Read("summary.md"), Does.StartWith("Earlier.\n").And.Contain("migrations plan").And.Contain("Second link"));
    }

    [Test]
    [Platform("Linux", Reason = "It needs /dev/full.")]
    public async Task A_report_that_could_not_be_written_after_all_fails_the_command()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain", "--report", "markdown=/dev/full");

        Assert.That(host.ExitCode, Is.EqualTo(1), host.Errors);
        Assert.That(host.Errors, Does.Contain("MIG1028").And.Contain("/dev/full"));
        Assert.That(await fixture.ReadAsync("chain"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Standard_error_is_JSON_line_by_line_where_the_result_is_JSON()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--output", "json", "--tree", "chatty");

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        var lines = host.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
        Assert.That(lines.SelectMany(l => l.Select(p => p.Key)).Distinct(), Is.SupersetOf(new[] { "note", "started", "action", "console", "finished" }));
        Assert.That(lines.Where(l => l.ContainsKey("console")).Select(l => l["console"]!.GetValue<string>()), Is.EqualTo(new[] { "{ not: \"ours\" }", "half a line" }));
    }

    private string File(string name) => Path.Combine(_folder, name);

    private string Read(string name) => System.IO.File.ReadAllText(File(name));

    private List<XElement> Cases(string name) => [.. XDocument.Parse(Read(name)).Descendants("testcase")];
}
