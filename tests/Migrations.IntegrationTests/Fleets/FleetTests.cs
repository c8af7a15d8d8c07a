using System.Text.Json.Nodes;
using System.Xml.Linq;
using MongoDB.Bson;
using Migrations.IntegrationTests.Hosts;

namespace Migrations.IntegrationTests.Fleets;

// One command on several databases, in a process of its own.
public sealed class FleetTests
{
    [Test]
    public async Task One_that_fails_does_not_stop_the_others_where_any_number_may_fail()
    {
        await using var fleet = await FleetFixture.CreateAsync(5);
        await fleet.FillStocksAsync(bad: 2);
        var junit = fleet.File("r.xml");

        using var host = await fleet.RunAsync("migrate", "--tree", "stock", "--max-failures", "0", "--output", "json", "--report", $"junit={junit}");

        Assert.That(host.ExitCode, Is.EqualTo(1), host.Errors);
        Assert.That(FleetFixture.Outcomes(host), Is.EqualTo(new[] { "done", "done", "failed", "done", "done" }));
        Assert.That(await fleet.CountsOfStocksAsync(), Is.EqualTo(new int?[] { 2, 2, null, 2, 2 }));
        var cases = XDocument.Load(junit).Descendants("testcase").ToList();
        Assert.That(cases.Select(c => (string)c.Attribute("name")!), Is.EqualTo(fleet.Names));
        Assert.That(cases.Select(c => c.Elements("failure").Count()), Is.EqualTo(new[] { 0, 0, 1, 0, 0 }));
    }

    [Test]
    public async Task The_result_has_for_each_database_what_the_command_says_of_it_alone()
    {
        await using var fleet = await FleetFixture.CreateAsync(2);
        await fleet.FillStocksAsync(bad: 1);

        using var host = await fleet.RunAsync("migrate", "--tree", "stock", "--output", "json");

        var (json, databases) = (JsonNode.Parse(host.Output)!, JsonNode.Parse(host.Output)!["databases"]!.AsArray());
        Assert.That(databases[0]!["report"]!["steps"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(databases[1]!["report"]!["error"]!["code"]!.GetValue<string>(), Is.EqualTo(databases[1]!["code"]!.GetValue<string>()));
        Assert.That(json["exitCode"]!.GetValue<int>(), Is.EqualTo(host.ExitCode));
        Assert.That(json["findings"]!.AsArray().Single()!["text"]!.GetValue<string>(), Does.StartWith(fleet.Names[1]));
    }

    [Test]
    public async Task A_failure_ends_it_and_the_same_command_continues_when_it_is_mended()
    {
        await using var fleet = await FleetFixture.CreateAsync(4);
        await fleet.FillStocksAsync(bad: 1);

        using var first = await fleet.RunAsync("migrate", "--tree", "stock");
        await fleet.MendStockAsync(1);
        using var second = await fleet.RunAsync("migrate", "--tree", "stock");

        Assert.That(first.ExitCode, Is.EqualTo(1), first.Errors);
        Assert.That(first.Errors, Does.Contain($"{fleet.Names[1]}: ").And.Not.Contain($"[{fleet.Names[2]}]"));
        Assert.That(first.Output, Does.Contain("1 done, 1 failed, 2 not reached").And.Contain($"{fleet.Names[2]}, {fleet.Names[3]}"));
        Assert.That(second.ExitCode, Is.Zero, second.Errors);
        Assert.That(second.Errors, Does.Contain($"{fleet.Names[0]}: done").And.Not.Contain($"[{fleet.Names[0]}]"));
        Assert.That(await fleet.CountsOfStocksAsync(), Is.EqualTo(new int?[] { 2, 2, 2, 2 }));
    }

    [Test]
    public async Task No_other_database_is_begun_when_the_canary_fails()
    {
        await using var fleet = await FleetFixture.CreateAsync(3);
        await fleet.FillStocksAsync(bad: 2);

        using var host = await fleet.RunAsync("migrate", "--tree", "stock", "--canary", fleet.Names[2], "--max-failures", "0", "--parallel", "3", "--output", "json");

        Assert.That(host.ExitCode, Is.EqualTo(1), host.Errors);
        Assert.That(FleetFixture.Outcomes(host), Is.EqualTo(new[] { "notReached", "notReached", "failed" }));
        Assert.That(JsonNode.Parse(host.Output)!["stopped"]!.GetValue<string>(), Does.Contain("canary"));
        Assert.That(await fleet.CountsOfStocksAsync(), Is.EqualTo(new int?[] { null, null, null }));
    }

    [Test]
    public async Task The_canary_comes_first()
    {
        await using var fleet = await FleetFixture.CreateAsync(3);

        using var host = await fleet.RunAsync("migrate", "--tree", "chain", "--canary", fleet.Names[2]);

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That(Ended(host), Is.EqualTo(new[] { fleet.Names[2], fleet.Names[0], fleet.Names[1] }));
    }

    [Test]
    public async Task Databases_at_the_same_time_do_not_disturb_each_other()
    {
        await using var fleet = await FleetFixture.CreateAsync(5);
        await fleet.FillCountersAsync(3000);

        using var host = await fleet.RunAsync("migrate", "--tree", "typed", "--parallel", "5", "--batch-size", "100");

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        foreach (var database in fleet.Databases)
        {
            Assert.That((await database.ReadAsync("counters")).Select(c => c["count"].AsInt32).Distinct(), Is.EqualTo(new[] { 1 }));
        }
    }

    [Test]
    public async Task A_run_that_was_killed_goes_on_where_it_was()
    {
        await using var fleet = await FleetFixture.CreateAsync(3);
        await fleet.FillCountersAsync(20_000);
        string[] arguments = ["migrate", "--databases", fleet.List, "--tree", "typed", "--parallel", "2", "--batch-size", "50", "--lock-lease", "5", "--lock-wait", "30"];

        using (var killed = HostProcess.Start("unused", arguments))
        {
            while (!killed.HasExited && await ReachedAsync(fleet[0]) < 5000)
            {
                await Task.Delay(5);
            }

            await killed.KillAsync();
            Assert.That(killed.ExitCode, Is.Not.Zero, killed.Errors);
        }

        using var again = await HostProcess.RunAsync("unused", arguments);

        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        Assert.That(again.Errors, Does.Contain($"[{fleet.Names[0]}] [1/1] Applying").And.Contain("resumed"));
        foreach (var database in fleet.Databases)
        {
            var counts = (await database.ReadAsync("counters")).Select(c => c["count"].AsInt32).ToList();
            Assert.That((counts.Count, counts.Min(), counts.Max()), Is.EqualTo((20_000, 1, 1)));
        }
    }

    [Test]
    public async Task Who_asks_to_stop_learns_what_was_not_reached()
    {
        await using var fleet = await FleetFixture.CreateAsync(3);
        await fleet.FillCountersAsync(5000);
        using var host = HostProcess.StartInterruptible("unused", "migrate", "--databases", fleet.List, "--tree", "typed", "--batch-size", "20");
        while (!host.HasExited && !host.Errors.Contains("documents", StringComparison.Ordinal))
        {
            await Task.Delay(5);
        }

        host.Interrupt();

        Assert.That(await host.WaitAsync(), Is.EqualTo(130), host.Errors);
        Assert.That(host.Output, Does.Contain("1 cancelled, 2 not reached").And.Contain($"{fleet.Names[1]}, {fleet.Names[2]}"));
        Assert.That(await fleet[0].ReadAsync("_migrations.lock"), Is.Empty.Or.All.Matches<BsonDocument>(l => !l.Contains("owner") || l["owner"].IsBsonNull));
    }

    [Test]
    public async Task A_rollback_is_confirmed_for_all_with_their_number()
    {
        await using var fleet = await FleetFixture.CreateAsync(2);
        await fleet[0].MigrateAsync("chain");
        await fleet[1].MigrateAsync("chain");
        string[] rollback = ["rollback", "--databases", fleet.List, "--tree", "chain", "--distance", "1"];

        using var unsaid = HostProcess.StartConfirming("unused", rollback);
        using var other = await HostProcess.RunAsync("unused", [.. rollback, "--confirm", fleet.Names[0]]);
        await unsaid.WaitAsync();
        var before = (await fleet[0].ReadAsync("chain")).Count;
        using var said = HostProcess.StartConfirming("unused", [.. rollback, "--confirm", "2"]);
        await said.WaitAsync();

        Assert.That((unsaid.ExitCode, other.ExitCode, before), Is.EqualTo((6, 6, 3)));
        Assert.That(unsaid.Errors, Does.Contain("MIG1421").And.Contain("--confirm 2"));
        Assert.That(said.ExitCode, Is.Zero, said.Errors);
        Assert.That(((await fleet[0].ReadAsync("chain")).Count, (await fleet[1].ReadAsync("chain")).Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Verify_fails_by_the_database_that_is_behind()
    {
        await using var fleet = await FleetFixture.CreateAsync(2);
        await fleet[0].MigrateAsync("chain");

        using var host = await fleet.RunAsync("verify", "--tree", "chain", "--output", "json", "--parallel", "2");

        Assert.That(host.ExitCode, Is.EqualTo(2), host.Errors);
        Assert.That(FleetFixture.Outcomes(host), Is.EqualTo(new[] { "done", "pending" }));
    }

    [Test]
    public async Task New_databases_begin_where_it_is_said_and_the_others_where_they_are()
    {
        await using var fleet = await FleetFixture.CreateAsync(1);
        await fleet[0].MigrateAsync("chain");
        var added = TestServer.NewDatabase();
        string[] arguments = ["migrate", "--databases", $"{fleet.Names[0]},{added}", "--new-databases", "--tree", "chain", "--from", "base"];

        using var first = await HostProcess.RunAsync("unused", arguments);
        using var second = await HostProcess.RunAsync("unused", arguments);

        await TestServer.Client.DropDatabaseAsync(added);
        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)), first.Errors + second.Errors);
        Assert.That(first.Errors, Does.Contain($"{added}: done").And.Contain("3 migration(s) applied"));
        Assert.That(second.Errors, Does.Contain($"{added}: done").And.Not.Contain("applied"));
    }

    [TestCase("plan", 2, "pending")]
    [TestCase("rehearse", 0, "done")]
    public async Task Commands_that_change_nothing_work_on_several_databases(string command, int exitCode, string outcome)
    {
        await using var fleet = await FleetFixture.CreateAsync(2);

        using var host = await fleet.RunAsync(command, "--tree", "chain", "--output", "json");

        Assert.That(host.ExitCode, Is.EqualTo(exitCode), host.Errors);
        Assert.That(FleetFixture.Outcomes(host), Is.EqualTo(new[] { outcome, outcome }));
        Assert.That(await fleet[0].ReadAsync("chain"), Is.Empty);
    }

    [Test]
    public async Task Status_is_a_matrix_of_databases_and_trees()
    {
        await using var fleet = await FleetFixture.CreateAsync(2);
        await fleet[0].MigrateAsync("chain");
        await Task.WhenAll(fleet.Databases.Select(d => d.DeclareComponentAsync()));
        var html = fleet.File("r.html");

        using var text = await fleet.RunAsync("status", "--report", $"html={html}");
        using var json = await fleet.RunAsync("status", "--output", "json");

        var matrix = JsonNode.Parse(json.Output)!["matrix"]!;
        var column = matrix["trees"]!.AsArray().Select(t => t!.GetValue<string>()).ToList().IndexOf("chain");
        var cells = matrix["rows"]!.AsArray().Select(r => r!["cells"]![column]!).Select(c => (c["place"]!.GetValue<string>(), c["pending"]!.GetValue<int>(), c["state"]!.GetValue<string>()));
        Assert.That(cells, Is.EqualTo(new[] { ("0.3.0", 0, "current"), ("base", 3, "pending") }));
        Assert.That(text.Output, Does.Contain("chain: 0.3.0").And.Contain("chain: base, 3 pending").And.Contain("Status: pending"));
        Assert.That(await System.IO.File.ReadAllTextAsync(html), Does.Contain("<h2>Databases and trees</h2>").And.Contain("base, 3 pending").And.Contain(fleet.Names[1]));
    }

    private static IEnumerable<string> Ended(HostProcess host) =>
        host.Errors.Split('\n').Where(l => l.Contains(": done (", StringComparison.Ordinal)).Select(l => l[(l.IndexOf(']', StringComparison.Ordinal) + 2)..l.IndexOf(": done", StringComparison.Ordinal)]);

    private static async Task<long> ReachedAsync(Migrations.IntegrationTests.Engine.EngineFixture fixture) =>
        (await fixture.ReadAsync("_migrations.ranges")).Sum(r => r["documents"].ToInt64());
}
