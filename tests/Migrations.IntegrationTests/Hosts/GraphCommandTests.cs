using System.Text.Json;

namespace Migrations.IntegrationTests.Hosts;

// The graph from the outside: options, texts and exit codes of the command.
public sealed class GraphCommandTests
{
    [Test]
    public async Task A_one_shot_is_taken_by_name_only()
    {
        var database = await InitialisedAsync();

        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "lines", "--to", "lines/Int@head"), Is.Zero);
        var refused = await RunAsync(database, "migrate", "--to", "lines/Uuid@head");
        var unknown = await RunAsync(database, "migrate", "--tree", "lines", "--via", "elsewhere");
        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "lines", "--via", "int_to_uuid"), Is.Zero);

        Assert.That((refused.ExitCode, unknown.ExitCode), Is.EqualTo((6, 64)));
        Assert.That(refused.Errors, Does.Contain("MIG1415").And.Contain("--via int_to_uuid"));
        Assert.That(unknown.Errors, Does.Contain("MIG1417").And.Contain("lines/int_to_uuid"));
        Assert.That((await RunAsync(database, "status")).Output, Does.Contain("lines: 20260101000003 (Uuid) 1.1.0"));
    }

    [Test]
    public async Task A_dry_run_is_reported_as_what_would_be_done()
    {
        var database = await InitialisedAsync();

        var dry = await RunAsync(database, "migrate", "--tree", "chain", "--dry-run");
        var json = await RunAsync(database, "migrate", "--tree", "chain", "--dry-run", "--output", "json");

        Assert.That(dry.ExitCode, Is.Zero, dry.Errors);
        Assert.That(dry.Output, Does.Contain("Planned upgrade of chain: base -> 0.3.0").And.Contain("  - [chain] Link 2").And.Contain("  - [_migrations.heads] Update the schema version of chain to 0.3.0").And.Contain("no changes were made."));
        Assert.That(json.Json.GetProperty("steps")[1].GetProperty("actions")[0].GetProperty("description").GetString(), Is.EqualTo("Link 2"));
        Assert.That(await ExitCodeAsync(database, "plan", "--tree", "chain"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_plan_shows_the_actions_when_it_is_tried()
    {
        var database = await InitialisedAsync();

        var plan = await RunAsync(database, "plan", "--tree", "chain", "--dry-run");
        var nothing = await RunAsync(database, "plan", "--tree", "chain", "--rollback", "--dry-run");

        Assert.That((plan.ExitCode, nothing.ExitCode), Is.EqualTo((2, 0)), plan.Errors + nothing.Errors);
        Assert.That(plan.Output, Does.Contain("The following actions would be performed:").And.Contain("  - [chain] Link 3"));
        Assert.That((await RunAsync(database, "status", "--output", "json")).Json.GetProperty("trees").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "chain").GetProperty("head").GetString(), Is.Null);
    }

    [Test]
    public async Task A_rehearsal_ends_with_4_when_a_way_back_leads_somewhere_else()
    {
        await using var fixture = await Engine.EngineFixture.CreateAsync();
        var database = fixture.Database.Name;
        await fixture.Database.GetCollection("people").InsertOneAsync(new() { { "_id", 1 }, { "age", 44 } });

        var exact = await RunAsync(database, "rehearse", "--tree", "chain");
        var different = await RunAsync(database, "rehearse", "--tree", "lossy");
        var json = await RunAsync(database, "rehearse", "--tree", "lossy", "--output", "json");
        var nothing = await RunAsync(database, "rehearse", "--tree", "chain", "--rollback");

        Assert.That((exact.ExitCode, different.ExitCode, json.ExitCode, nothing.ExitCode), Is.EqualTo((0, 4, 4, 0)), exact.Errors + different.Errors + json.Errors + nothing.Errors);
        Assert.That(exact.Output, Does.Contain("Third link: 2 document(s) came back exactly").And.Contain("no changes were made"));
        Assert.That(different.Errors, Does.Contain($"error MIG{(int)MigrationErrorCode.RehearsalFailed}: ").And.Contain("""{ "_id" : 1 } of 'people': 'age' was 44""").And.Contain("Lossy.cs("));
        Assert.That(json.Json.GetProperty("steps")[0].GetProperty("outcome").GetString(), Is.EqualTo("different"));
        Assert.That(nothing.Output, Does.Contain("Nothing to rehearse"));
    }

    [Test]
    public async Task Options_and_preconditions_are_refused_before_anything_runs()
    {
        var database = await InitialisedAsync();

        var missing = await RunAsync(database, "migrate", "--tree", "asking");
        var unknown = await RunAsync(database, "migrate", "--tree", "asking", "--option", "greting=hello");
        var value = await RunAsync(database, "migrate", "--tree", "asking", "--option", "greeting=yo");
        var text = await RunAsync(database, "migrate", "--tree", "asking", "--option", "greeting");
        var good = await RunAsync(database, "migrate", "--tree", "asking", "--option", "greeting=hello;suffix=?");

        Assert.That((missing.ExitCode, unknown.ExitCode, value.ExitCode, text.ExitCode, good.ExitCode), Is.EqualTo((64, 64, 64, 64, 0)));
        Assert.That(missing.Errors, Does.Contain("MIG1418"));
        Assert.That(unknown.Errors, Does.Contain("MIG1419"));
    }

    [Test]
    public async Task A_stamp_is_shown_stored_and_not_replaced_unasked()
    {
        var database = TestServer.NewDatabase();

        var dry = await RunAsync(database, "init", "--at", "base;chain@0.2.0", "--dry-run");
        Assert.That((await RunAsync(database, "status", "--output", "json")).Json.GetProperty("status").GetString(), Is.EqualTo("uninitialised"));
        Assert.That(await ExitCodeAsync(database, "init", "--at", "base;chain@0.2.0"), Is.Zero);
        var again = await RunAsync(database, "stamp", "chain@head");
        var forced = await RunAsync(database, "stamp", "chain@head", "--force");

        Assert.That(dry.Output, Does.Contain("chain: 20260101000002 0.2.0").And.Contain("Nothing was stored."));
        Assert.That((again.ExitCode, forced.ExitCode), Is.EqualTo((6, 0)));
        Assert.That((await RunAsync(database, "journal", "--output", "json")).Json.GetProperty("entries")[0].GetProperty("event").GetString(), Is.EqualTo("force"));
    }

    [Test]
    public async Task A_claim_that_contradicts_the_record_is_refused()
    {
        var database = TestServer.NewDatabase();

        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "chain", "--from", "chain@0.2.0"), Is.Zero);
        var contradiction = await RunAsync(database, "migrate", "--tree", "chain", "--from", "chain@0.1.0");

        Assert.That(contradiction.ExitCode, Is.EqualTo(6));
        Assert.That(contradiction.Errors, Does.Contain("MIG1305"));
    }

    [Test]
    public async Task A_wrong_confirmation_changes_nothing_and_the_right_one_migrates_once()
    {
        var database = await InitialisedAsync();

        var wrong = await RunAsync(database, "migrate", "--tree", "chain", "--confirm", "another");
        var pending = await ExitCodeAsync(database, "verify", "--tree", "chain");
        var right = await ExitCodeAsync(database, "migrate", "--tree", "chain", "--confirm", database);
        var again = await RunAsync(database, "migrate", "--tree", "chain", "--confirm", database);

        Assert.That((wrong.ExitCode, pending, right, again.ExitCode), Is.EqualTo((6, 2, 0, 0)));
        Assert.That(wrong.Errors, Does.Contain("MIG1421").And.Contain(database));
        Assert.That(again.Output, Does.Contain("Nothing to do"));
    }

    [TestCase("true", 6)]
    [TestCase("false", 0)]
    [TestCase("perhaps", 64)]
    public async Task A_confirmation_may_be_made_a_duty(string value, int exitCode)
    {
        var environment = new Dictionary<string, string> { ["MIGRATIONS_CONNECTION"] = TestServer.ConnectionString, ["MIGRATIONS_DATABASE"] = await InitialisedAsync(), ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath, ["MIGRATIONS_REQUIRE_CONFIRMATION"] = value };

        using var host = HostProcess.StartWith(environment, "migrate", "--tree", "chain");

        Assert.That(await host.WaitAsync(), Is.EqualTo(exitCode), host.Errors);
    }

    [Test]
    public async Task The_state_may_be_kept_under_another_prefix()
    {
        var database = TestServer.NewDatabase();
        var environment = new Dictionary<string, string> { ["MIGRATIONS_CONNECTION"] = TestServer.ConnectionString, ["MIGRATIONS_DATABASE"] = database, ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath, ["MIGRATIONS_STATE_PREFIX"] = "schema" };

        using var init = HostProcess.StartWith(environment, "init", "--at", "base");
        Assert.That(await init.WaitAsync(), Is.Zero, init.Errors);

        Assert.That(await ExitCodeAsync(database, "plan", "--tree", "chain"), Is.EqualTo(5), "nothing under the default prefix");
        Assert.That(await ExitCodeAsync(database, "plan", "--tree", "chain", "--state-prefix", "schema"), Is.EqualTo(2));
    }

    [TestCase("error", 0)]
    [TestCase("sometimes", 64)]
    public async Task The_policy_for_late_migrations_is_one_of_three(string policy, int exitCode) =>
        Assert.That(await ExitCodeAsync(await InitialisedAsync(), "migrate", "--tree", "chain", "--late", policy), Is.EqualTo(exitCode));

    private static async Task<string> InitialisedAsync()
    {
        var database = TestServer.NewDatabase();
        Assert.That(await ExitCodeAsync(database, "init", "--at", "base"), Is.Zero);
        return database;
    }

    private static async Task<int> ExitCodeAsync(string database, params string[] arguments) => (await RunAsync(database, arguments)).ExitCode;

    private static async Task<Outcome> RunAsync(string database, params string[] arguments)
    {
        using var host = await HostProcess.RunAsync(database, arguments);
        return new Outcome(host.ExitCode, host.Output, host.Errors);
    }

    private sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement.Clone();
    }
}
