using System.Text.Json.Nodes;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;
using Migrations.Testing;

namespace Migrations.IntegrationTests.Hosts;

// What was reviewed is what runs.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PlanFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrations-plans-").FullName;

    private string File => Path.Combine(_folder, "plan.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_plan_that_still_fits_is_carried_out()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(fixture, "--tree", "chain", "--distance", "2");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--plan", File);

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That((await fixture.ReadAsync("chain")).Select(d => d["_id"].AsInt32), Is.EquivalentTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task A_rollback_can_be_reviewed_too_and_only_be_carried_out_as_one()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.MigrateAsync("chain");
        using var plan = await PlanAsync(fixture, "--rollback", "--tree", "chain", "--distance", "1");

        using var wrong = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--plan", File);
        using var host = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--plan", File);

        Assert.That(wrong.ExitCode, Is.EqualTo(6), wrong.Errors);
        Assert.That(wrong.Errors, Does.Contain("MIG1427").And.Contain("a plan to rollback"));
        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That(await fixture.ReadAsync("chain"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_plan_is_refused_after_another_run()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(fixture, "--tree", "chain");
        await fixture.MigrateAsync("raw");

        await RefusedAsync(fixture, "not as it was");
    }

    [Test]
    public async Task A_plan_is_refused_on_another_database_that_stands_at_the_same_place()
    {
        await using var reviewed = await EngineFixture.CreateAsync();
        await using var other = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(reviewed, "--tree", "chain");
        var (file, name) = (await System.IO.File.ReadAllTextAsync(File), other.Database.Name);
        Assert.That(file, Does.Contain(reviewed.Database.Name));
        using var own = await HostProcess.RunAsync(name, "plan", "--tree", "chain", "--out", File + ".own");
        var json = JsonNode.Parse(file)!;

        Assert.That(JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File + ".own"))!["fingerprint"]!.GetValue<string>(), Is.Not.EqualTo(json["fingerprint"]!.GetValue<string>()));
        await RefusedAsync(other, $"for the database '{reviewed.Database.Name}'");
    }

    [TestCase("database", "elsewhere", "for the database 'elsewhere'")]
    [TestCase("statePrefix", "_other", "state collections '_other'")]
    [TestCase("expires", "2020-01-01T00:00:00Z", "expired at 2020-01-01")]
    [TestCase("plugin.hash", "0123456789abcdef", "another build of the plugin")]
    [TestCase("plugin.hash", "short", "another build of the plugin")]
    [TestCase("fingerprint", "0123456789abcdef", "edited after it was written")]
    public async Task A_plan_of_something_else_is_refused(string property, string value, string reason)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(fixture, "--tree", "chain");
        await ChangeAsync(json =>
        {
            var path = property.Split('.');
            path[..^1].Aggregate(json, (node, name) => node[name]!)[path[^1]] = value;
        });

        await RefusedAsync(fixture, reason);
    }

    [Test]
    public async Task A_plan_that_was_edited_to_force_is_refused()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(fixture, "--tree", "chain");
        await ChangeAsync(json => json["request"]!["force"] = true);

        await RefusedAsync(fixture, "edited after it was written");
    }

    [TestCase("--tree", "nowhere")]
    [TestCase("--tree", "chain", "--database", "a b")]
    [TestCase("--tree", "chain", "--report", "junit=/nowhere/report.xml")]
    public async Task A_plan_that_cannot_be_made_leaves_no_older_file_that_looks_like_it(params string[] arguments)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(fixture, "--tree", "chain");

        using var failed = await HostProcess.RunAsync(fixture.Database.Name, ["plan", "--out", File, .. arguments]);

        Assert.That(failed.ExitCode, Is.EqualTo(64), failed.Errors);
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [TestCase("""{ "version": 1 }""")]
    [TestCase("""[]""")]
    [TestCase("""null""")]
    [TestCase("")]
    public async Task A_file_that_is_no_plan_is_refused(string text)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await System.IO.File.WriteAllTextAsync(File, text);

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--plan", File);

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("error MIG1026: The plan file").And.Not.Contains("   at "));
    }

    [TestCase("migrate", "--plan", "")]
    [TestCase("plan", "--out", " ")]
    [TestCase("lint", "--base", "")]
    [TestCase("verify", "--report", "")]
    public async Task A_variable_that_is_not_set_turns_no_gate_off(params string[] command)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, command);

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain($"{command[1]} is empty"));
        Assert.That(await fixture.ReadAsync("chain"), Is.Empty);
    }

    [Test]
    public async Task A_report_does_not_overwrite_the_plan()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(fixture, "--tree", "chain");
        var before = await System.IO.File.ReadAllTextAsync(File);

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--plan", File, "--report", $"junit={File}");

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(await System.IO.File.ReadAllTextAsync(File), Is.EqualTo(before));
    }

    [Test]
    public async Task A_plan_of_a_later_version_is_refused()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(fixture, "--tree", "chain");
        await ChangeAsync(json => json["version"] = 2);

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--plan", File);

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("it has version 2"));
    }

    [TestCase("--tree", "chain")]
    [TestCase("--force")]
    [TestCase("--late", "error")]
    public async Task What_the_plan_says_is_not_said_again(params string[] option)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var plan = await PlanAsync(fixture, "--tree", "chain");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, ["migrate", "--plan", File, .. option]);

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain($"{option[0]} was given together with --plan"));
        Assert.That(await fixture.ReadAsync("chain"), Is.Empty);
    }

    [Test]
    public async Task A_plan_says_how_much_its_steps_have_to_do_and_where()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 1_200).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));

        using var plan = await PlanAsync(fixture, "--tree", "typed");
        var json = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File))!;

        Assert.That(plan.Output, Does.Contain("about 1,200 document(s) in 'counters'").And.Contain("with transactions"));
        Assert.That(json["plan"]!["server"]!["topology"]!.GetValue<string>(), Is.EqualTo("replicaSet"));
        Assert.That(json["plan"]!["steps"]![0]!["forecast"]!["documents"]!.GetValue<long>(), Is.EqualTo(1_200));
        Assert.That(json.ToJsonString(), Does.Not.Contain("mongodb://"));
    }

    [TestCase("auto")]
    [TestCase("never")]
    public async Task A_run_of_a_plan_that_was_killed_goes_on_with_the_same_plan(string transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        using var plan = await PlanAsync(fixture, "--tree", "imagedRaw", "--distance", "2");

        foreach (var step in new[] { "20260101000001", "20260101000001", "20260101000002", "20260101000002" })
        {
            await KillAsync(fixture, transaction, step);
        }

        using var last = await HostProcess.RunAsync(fixture.Database.Name, Carry(transaction));
        using var again = await HostProcess.RunAsync(fixture.Database.Name, Carry(transaction));

        Assert.That(last.ExitCode, Is.Zero, last.Errors);
        Assert.That(last.Errors, Does.Contain("1 of the 2 migration(s) of the plan are done already"));
        Assert.That((await fixture.ReadAsync("parts")).Select(d => d["count"].ToInt64()), Has.All.EqualTo(2));
        Assert.That(again.ExitCode, Is.Zero, again.Errors);
        Assert.That(again.Output, Does.Contain("Nothing to do"));
    }

    [Test]
    public async Task A_run_of_a_plan_that_was_interrupted_goes_on_only_while_nobody_else_went_on()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await FillAsync(fixture);
        using var plan = await PlanAsync(fixture, "--tree", "imagedRaw");
        using var stopped = HostProcess.StartInterruptible(fixture.Database.Name, Carry("auto"));
        await UntilAsync(fixture, stopped, "20260101000001");
        stopped.Interrupt();
        Assert.That(await stopped.WaitAsync(), Is.EqualTo(130), stopped.Errors);

        using var other = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "imagedRaw", "--distance", "1");
        using var host = await HostProcess.RunAsync(fixture.Database.Name, Carry("auto"));

        Assert.That(other.ExitCode, Is.Zero, other.Errors);
        Assert.That(host.ExitCode, Is.EqualTo(6), host.Errors);
        Assert.That(host.Errors, Does.Contain("error MIG1427").And.Contain("by more than what runs of this plan did"));
    }

    [Test]
    public async Task A_plan_that_failed_goes_on_when_the_data_were_corrected()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "place", new BsonDocument("count", "many") } });
        using var plan = await PlanAsync(fixture, "--tree", "stock");

        using var failed = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--plan", File);
        await fixture.Database.GetCollection("stocks").UpdateOneAsync("{}", "{ $set: { 'place.count': 1 } }");
        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--plan", File);

        Assert.That(failed.ExitCode, Is.EqualTo(1), failed.Errors);
        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That(await fixture.ReadAsync("after"), Has.Count.EqualTo(1));
    }

    private string[] Carry(string transaction) => ["migrate", "--plan", File, "--transaction", transaction, "--batch-size", "50", "--lock-lease", "5", "--lock-wait", "30"];

    private static async Task FillAsync(EngineFixture fixture) =>
        await fixture.Database.GetCollection("parts").InsertManyAsync(Enumerable.Range(0, 20_000).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));

    // In the middle of a step, and further on each time.
    private async Task KillAsync(EngineFixture fixture, string transaction, string step)
    {
        using var host = HostProcess.Start(fixture.Database.Name, Carry(transaction));
        await UntilAsync(fixture, host, step);
        await host.KillAsync();
        Assert.That(host.ExitCode, Is.Not.Zero, "It was over before it could be killed.");
    }

    private static async Task UntilAsync(EngineFixture fixture, HostProcess host, string step)
    {
        var before = await ReachedAsync(fixture, step);
        while (!host.HasExited && await ReachedAsync(fixture, step) < before + 3_000)
        {
            await Task.Delay(5);
        }
    }

    private static async Task<long> ReachedAsync(EngineFixture fixture, string step) =>
        (await fixture.Database.GetCollection("_migrations.ranges").Find($$"""{ "_id.id": "{{step}}" }""").ToListAsync()).Sum(r => r["documents"].ToInt64());

    [Test]
    public async Task A_plan_estimates_from_a_sample_and_says_where_it_cannot()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("parts").InsertManyAsync(Enumerable.Range(0, 1_200).Select(i => new BsonDocument { { "_id", i }, { "count", 0L }, { "note", "" } }));

        using var plan = await PlanAsync(fixture, "--tree", "imagedRaw", "--estimate");
        using var free = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "chain", "--estimate");
        using var both = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "chain", "--estimate", "--dry-run");
        var steps = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File))!["plan"]!["steps"]!;

        Assert.That(plan.Output, Does.Match(@"imagedRaw@20260101000001: estimated \d+\.\d s to read and compute, from a sample of 100 document"));
        Assert.That(steps[0]!["estimate"]!["sample"]!.GetValue<int>(), Is.EqualTo(100));
        Assert.That(steps[0]!["estimate"]!["milliseconds"]!.GetValue<long>(), Is.Positive);
        Assert.That(steps[1]!["estimate"]!["reason"]!.GetValue<string>(), Does.Contain("an earlier step"));
        Assert.That(free.Output, Does.Contain("no estimate: only its own code knows what it does"));
        Assert.That(both.ExitCode, Is.EqualTo(64), both.Errors);
        Assert.That((await fixture.ReadAsync("parts")).Select(d => d["count"].AsInt64), Has.All.Zero);
    }

    [Test]
    public async Task A_body_that_fails_on_the_sample_does_not_fail_the_plan()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "place", new BsonDocument("count", "many") } });

        using var plan = await PlanAsync(fixture, "--tree", "stock", "--estimate");

        Assert.That(plan.Output, Does.Contain("no estimate: it failed on a document of the sample"));
    }

    private async Task<HostProcess> PlanAsync(EngineFixture fixture, params string[] arguments)
    {
        var host = await HostProcess.RunAsync(fixture.Database.Name, ["plan", "--out", File, .. arguments]);
        Assert.That(host.ExitCode, Is.EqualTo(2), host.Errors);
        Assert.That(host.Errors, Does.Contain($"Created: {File}"));
        Assert.That(OutputSchemas.FaultsOfPlanFile(await System.IO.File.ReadAllTextAsync(File)), Is.Empty);
        return host;
    }

    private async Task ChangeAsync(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File))!;
        change(json);
        await System.IO.File.WriteAllTextAsync(File, json.ToJsonString());
    }

    private async Task RefusedAsync(EngineFixture fixture, string reason)
    {
        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--plan", File);

        Assert.That(host.ExitCode, Is.EqualTo(6), host.Errors);
        Assert.That(host.Errors, Does.Contain("error MIG1427").And.Contain(reason));
        Assert.That(await fixture.ReadAsync("chain"), Is.Empty);
    }
}
