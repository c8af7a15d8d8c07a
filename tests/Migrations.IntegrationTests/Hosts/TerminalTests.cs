using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// What people see who sit at a terminal.
[Platform("Linux", Reason = "They need a terminal of their own, which 'script' makes.")]
public sealed class TerminalTests
{
    private const string LongTree = "a-tree-whose-name-is-as-long-as-the-name-of-a-tree-can-ever-be64";
    private const int Columns = 80;

    [TestCase("typed")]
    [TestCase(LongTree)]
    public async Task Progress_fits_one_line_and_ends_at_all_of_it(string tree)
    {
        await using var fixture = await CreateAsync(1500);
        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, Columns, [], "migrate", "--tree", tree, "--batch-size", "50", "--workers", "1");

        var bars = terminal.Lines.Where(l => l.StartsWith("  [", StringComparison.Ordinal)).ToList();
        var begin = terminal.Lines.First(l => l.StartsWith("[1/1] Applying ", StringComparison.Ordinal));
        Assert.That(await terminal.WaitAsync(), Is.Zero, terminal.Sent);
        Assert.That(bars, Has.Count.GreaterThan(1), terminal.Sent);
        Assert.That(bars.Select(b => b.Length), Has.All.LessThan(Columns), terminal.Sent);
        Assert.That(bars[^1], Does.Contain("100 %").And.Contain("1,500 of 1,500"));
        Assert.That(bars.SkipLast(1), Has.All.Not.Contains("100 %"), "not before its end");
        Assert.That(begin.Length + begin.Count(c => c > 0x2000), Is.LessThan(Columns));
        Assert.That(begin, Does.Contain("@20260101000001"));
    }

    [Test]
    public async Task Progress_ends_at_all_of_it_when_the_count_was_an_estimate()
    {
        await using var fixture = await CreateAsync(600);
        await fixture.Database.GetCollection("counters").UpdateManyAsync("""{ "_id": { "$gte": 300 } }""", """{ "$set": { "done": true } }""");

        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, Columns, [], "migrate", "--tree", "marked", "--batch-size", "50");

        Assert.That(terminal.Lines.Last(l => l.StartsWith("  [", StringComparison.Ordinal)), Does.Contain("100 %").And.Contain("300 of 300"), terminal.Sent);
    }

    [Test]
    public async Task Ctrl_C_stops_after_the_batch_and_says_so_once()
    {
        await using var fixture = await CreateAsync(20_000);
        using var terminal = HostTerminal.Start(fixture.Database.Name, Columns, [], "migrate", "--tree", LongTree, "--batch-size", "50", "--workers", "1");
        await terminal.WaitForAsync(" changed");

        terminal.PressCtrlC();
        var code = await terminal.WaitAsync();

        var holder = await fixture.Database.GetCollection("_migrations.lock").FindOneAsync();
        Assert.That(code, Is.EqualTo(130), terminal.Sent);
        Assert.That(terminal.Lines.Count(l => l.StartsWith("Stopping after this batch", StringComparison.Ordinal)), Is.EqualTo(1), terminal.Sent);
        Assert.That(terminal.Lines, Has.Some.StartsWith("Cancelled. "), terminal.Sent);
        Assert.That(holder!["owner"].IsBsonNull, Is.True);
    }

    [Test]
    public async Task A_second_Ctrl_C_ends_at_once_as_was_said()
    {
        await using var fixture = await CreateAsync(20_000);
        using var terminal = HostTerminal.Start(fixture.Database.Name, Columns, [], "migrate", "--tree", LongTree, "--batch-size", "15000", "--workers", "1");
        await terminal.WaitForAsync("Applying");
        await Task.Delay(1000);

        terminal.PressCtrlC();
        await terminal.WaitForAsync("A second Ctrl-C exits at once");
        terminal.PressCtrlC();
        var code = await terminal.WaitAsync();

        Assert.That(code, Is.EqualTo(130), terminal.Sent);
        Assert.That(terminal.Lines, Has.None.StartsWith("Cancelled. "), terminal.Sent);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.Zero, "its batch was not kept");
    }

    [Test]
    public async Task A_failure_stands_on_a_line_of_its_own_and_in_red()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(0, 600).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", i == 550 ? (BsonValue)"many" : i) } }));

        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, Columns, [], "migrate", "--tree", "stock", "--batch-size", "50", "--workers", "1");

        Assert.That(terminal.Lines, Has.Some.Matches(@"^\S*\(\d+,1\): error MIG1604: "), terminal.Sent);
        Assert.That(terminal.Sent, Does.Contain("\e[1;31merror MIG1604:\e[0m"));
    }

    [TestCase("NO_COLOR", "1")]
    [TestCase("TERM", "dumb")]
    public async Task There_is_no_colour_where_it_is_not_wanted_or_cannot_be_shown(string variable, string value)
    {
        await using var fixture = await CreateAsync(300);

        using var status = await HostTerminal.RunAsync(fixture.Database.Name, Columns, new() { [variable] = value }, "status");
        using var failed = await HostTerminal.RunAsync(fixture.Database.Name, Columns, new() { [variable] = value }, "migrate", "--tree", "nowhere");

        Assert.That(status.Sent + failed.Sent, Does.Contain("error MIG1401").And.Not.Contains("\e[3").And.Not.Contains("\e[1"));
    }

    [Test]
    public async Task Colour_goes_to_terminals_only()
    {
        await using var fixture = await CreateAsync(1);
        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, Columns, [], "status");
        using var json = await HostTerminal.RunAsync(fixture.Database.Name, Columns, [], "status", "--output", "json");
        using var pipe = await HostProcess.RunAsync(fixture.Database.Name, "status");
        using var error = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "nowhere");

        Assert.That(terminal.Sent, Does.Match("\e\\[[0-9;]*m"));
        Assert.That(json.Sent + pipe.Output + pipe.Errors + error.Errors, Does.Not.Match("\e\\[[0-9;]*m"));
    }

    [Test]
    public async Task A_table_keeps_its_names_in_a_narrow_terminal()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, 40, [], "status");

        Assert.That(terminal.Lines, Has.Some.Contains(LongTree).And.Some.Contains("20260101000001"), terminal.Sent);
    }

    [Test]
    public async Task In_a_pipeline_nobody_is_asked_although_there_is_a_terminal([Values] bool isDuty)
    {
        await using var fixture = await CreateAsync(1);
        Dictionary<string, string> pipeline = new() { ["CI"] = "true", ["MIGRATIONS_REQUIRE_CONFIRMATION"] = isDuty ? "true" : "false" };

        using var terminal = await HostTerminal.RunAsync(fixture.Database.Name, Columns, pipeline, "prune");
        using var pipe = HostProcess.StartWith(new(HostProcess.OnTestServer(fixture.Database.Name).Concat(pipeline)), "prune");

        Assert.That(terminal.Sent, Does.Not.Contain("Type the name"));
        Assert.That(await terminal.WaitAsync(), Is.EqualTo(await pipe.WaitAsync()).And.EqualTo(isDuty ? 6 : 0), terminal.Sent + pipe.Errors);
    }

    private static async Task<EngineFixture> CreateAsync(int documents)
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, documents).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        return fixture;
    }
}
