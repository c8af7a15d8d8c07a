using System.Text.Json.Nodes;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// Where the standard streams lead to is no affair of the database: a full disk, a closed stream, a reader that has gone.
[Platform("Linux", Reason = "They need a shell and /dev/full.")]
public sealed class UnwritableOutputTests
{
    [TestCase("> /dev/full")]
    [TestCase(">&-")]
    public async Task A_report_that_cannot_be_written_is_said_on_the_other_stream_and_what_ran_stays(string redirection)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = HostProcess.StartInShell(fixture.Database.Name, redirection, "migrate", "--tree", "chain");
        var code = await host.WaitAsync();

        Assert.That(code, Is.EqualTo(1), host.Errors);
        Assert.That(host.Errors, Does.Match("(?m)^error MIG1028: .* standard output").And.Contain("3 migration(s) applied to").And.Not.Contains("   at "));
        Assert.That(await fixture.ReadAsync("chain"), Has.Count.EqualTo(3));
    }

    [TestCase("migrate", "--tree", "chain")]
    [TestCase("status")]
    [TestCase("plan", "--tree", "chain")]
    public async Task So_it_is_for_programs(params string[] command)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.DeclareComponentAsync();

        using var host = HostProcess.StartInShell(fixture.Database.Name, "> /dev/full", [.. command, "--output", "json"]);
        var code = await host.WaitAsync();
        var said = JsonNode.Parse(host.Errors.TrimEnd().Split('\n')[^1])!;

        Assert.That(code, Is.EqualTo(1), host.Errors);
        Assert.That(said["error"]!["code"]!.GetValue<string>(), Is.EqualTo("MIG1028"));
        Assert.That(said["exitCode"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(said["report"]!["database"]!.GetValue<string>(), Is.EqualTo(fixture.Database.Name));
    }

    [Test]
    public async Task A_failure_keeps_its_exit_code_where_its_report_cannot_be_written()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = HostProcess.StartInShell(fixture.Database.Name, "> /dev/full", "migrate", "--tree", "nowhere", "--output", "json");
        var code = await host.WaitAsync();
        var said = JsonNode.Parse(host.Errors.TrimEnd().Split('\n')[^1])!;

        Assert.That(code, Is.EqualTo(64), host.Errors);
        Assert.That(said["report"]!["error"]!["code"]!.GetValue<string>(), Is.EqualTo("MIG1401"));
    }

    [TestCase("2> /dev/full", "text", 0)]
    [TestCase("2> /dev/full", "json", 0)]
    [TestCase("2>&-", "text", 0)]
    [TestCase("> /dev/full 2>&1", "text", 1)]
    [TestCase("> /dev/full 2>&1", "json", 1)]
    [TestCase(">&- 2>&-", "text", 1)]
    public async Task Notes_and_progress_never_end_a_run(string redirection, string output, int expected)
    {
        await using var fixture = await CreateAsync(3_000);

        using var host = HostProcess.StartInShell(fixture.Database.Name, redirection, "migrate", "--tree", "typed", "--batch-size", "50", "--output", output);

        Assert.That(await host.WaitAsync(), Is.EqualTo(expected), host.Output + host.Errors);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.None.Zero);
    }

    [TestCase("2> /dev/full", 64)]
    [TestCase("> /dev/full 2>&1", 64)]
    [TestCase(">&- 2>&-", 64)]
    public async Task A_wrong_command_keeps_its_exit_code_where_nobody_can_be_told(string redirection, int expected)
    {
        using var host = HostProcess.StartInShell("none", redirection, "migrate", "--nonsense");

        Assert.That(await host.WaitAsync(), Is.EqualTo(expected), host.Output + host.Errors);
    }

    [TestCase("migrate")]
    [TestCase("status")]
    public async Task A_reader_that_goes_ends_nothing(string command)
    {
        await using var fixture = await CreateAsync(3_000);
        await fixture.DeclareComponentAsync();

        using var host = HostProcess.StartInShell(fixture.Database.Name, "2>&1 | head -1; exit ${PIPESTATUS[0]}", [command, .. command == "migrate" ? (string[])["--tree", "typed", "--batch-size", "50"] : []]);

        Assert.That(await host.WaitAsync(), Is.Zero, host.Output + host.Errors);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), command == "migrate" ? Has.None.Zero : Has.All.Zero);
    }

    private static async Task<EngineFixture> CreateAsync(int documents)
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        return fixture;
    }
}
