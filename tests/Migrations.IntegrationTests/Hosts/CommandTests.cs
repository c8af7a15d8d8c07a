using System.Text.Json;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

public sealed class CommandTests
{
    [Test]
    public async Task The_way_of_a_release_has_the_exit_codes_of_the_table()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var database = fixture.Database.Name;

        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "chain"), Is.EqualTo(5), "not initialised");
        Assert.That(await ExitCodeAsync(database, "init"), Is.Zero);
        Assert.That(await ExitCodeAsync(database, "init"), Is.Zero, "the same again");
        Assert.That(await ExitCodeAsync(database, "init", "--at", "chain@head"), Is.EqualTo(6), "initialised already, and not there");
        Assert.That(await ExitCodeAsync(database, "plan", "--tree", "chain"), Is.EqualTo(2), "pending");
        Assert.That(await ExitCodeAsync(database, "verify", "--tree", "chain"), Is.EqualTo(2), "pending");
        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "chain"), Is.Zero);
        Assert.That(await ExitCodeAsync(database, "verify", "--tree", "chain"), Is.Zero);
        Assert.That(await ExitCodeAsync(database, "plan", "--tree", "chain"), Is.Zero, "nothing to do");
        Assert.That(await ExitCodeAsync(database, "rollback", "--tree", "chain"), Is.EqualTo(64), "no target");
        Assert.That(await ExitCodeAsync(database, "rollback", "--tree", "chain", "--to", "0.1.0"), Is.Zero);
        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "breakcheck"), Is.EqualTo(1), "a migration failed");
        Assert.That(await ExitCodeAsync(database, "journal", "chain"), Is.Zero);
    }

    [TestCase(64, "migrate", "--nonsense")]
    [TestCase(64, "migrate", "--distance", "0")]
    [TestCase(64, "migrate", "--distance", "many")]
    [TestCase(64, "migrate", "--transaction", "perhaps")]
    [TestCase(64, "migrate", "--on-document-error", "ignore")]
    [TestCase(64, "migrate", "--limit-errors", "0")]
    [TestCase(64, "migrate", "--max-replication-lag", "3601")]
    [TestCase(64, "migrate", "--max-replication-lag", "-1")]
    [TestCase(64, "rollback", "--max-replication-lag", "little")]
    [TestCase(64, "migrate", "--tree", "nowhere")]
    [TestCase(64, "migrate", "--to", "20200101000000")]
    [TestCase(64, "unlock")]
    [TestCase(64, "prune", "--older-than", "-1")]
    [TestCase(64)]
    public async Task A_wrong_command_line_ends_with_64_and_no_stack(int exitCode, params string[] arguments)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, arguments);

        Assert.That(host.ExitCode, Is.EqualTo(exitCode), host.Errors);
        Assert.That(host.Errors, Does.Match(@"\A(Database '[^\n]*\n)?error MIG").And.Not.Contains("   at ").And.Not.Contains("Migrations.Engine"));
    }

    [TestCase("status")]
    [TestCase("new", "--name")]
    [TestCase("migrate", "--to")]
    public async Task No_argument_is_read_as_a_file_of_arguments(params string[] arguments)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "--top-secret\ntop-secret");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, [.. arguments, "@" + file]);

        File.Delete(file);
        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors + host.Output, Does.Not.Contain("top-secret"));
    }

    [TestCase(" ")]
    [TestCase("admin")]
    [TestCase("Local")]
    [TestCase("config")]
    [TestCase("shop.orders")]
    [TestCase("a/b")]
    public async Task A_database_that_no_application_has_is_refused(string name)
    {
        using var host = await HostProcess.RunAsync(name, "init");

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("MIG1017"));
    }

    [Test]
    public async Task A_changed_migration_is_accepted_by_name_and_can_still_be_undone_from_its_images()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var database = fixture.Database.Name;
        await fixture.Database.GetCollection("parts").InsertOneAsync(BsonDocument.Parse("""{ "_id": 1, "price": 1.5 }"""));
        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "imaged"), Is.Zero);
        await fixture.Database.GetCollection("_migrations.applied").UpdateOneAsync("""{ "_id.tree": "imaged" }""", """{ "$set": { "checksum": "another" } }""");
        Assert.That(await ExitCodeAsync(database, "verify", "--tree", "imaged"), Is.EqualTo(5));

        Assert.That(await ExitCodeAsync(database, "accept", "imaged@20200101000000"), Is.EqualTo(64), "unknown");
        using (var refused = await HostProcess.RunAsync(database, "accept", "chain@20260101000001"))
        {
            Assert.That(refused.ExitCode, Is.EqualTo(5), refused.Errors);
            Assert.That(refused.Errors, Does.Contain("MIG1423"));
        }

        Assert.That(await ExitCodeAsync(database, "accept", "imaged@20260101000001"), Is.Zero);

        Assert.That(await ExitCodeAsync(database, "verify", "--tree", "imaged"), Is.Zero);
        Assert.That((await fixture.NewEngine().GetJournalAsync("imaged", 1, CancellationToken.None))[0].Event, Is.EqualTo("accept"));
        Assert.That(await ExitCodeAsync(database, "rollback", "--tree", "imaged", "--distance", "1"), Is.Zero);
        Assert.That((await fixture.ReadAsync("parts"))[0]["price"], Is.EqualTo((BsonValue)1.5));
    }

    [Test]
    public async Task A_forced_stamp_keeps_the_images_of_what_stays_applied()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var database = fixture.Database.Name;
        await fixture.Database.GetCollection("parts").InsertOneAsync(BsonDocument.Parse("""{ "_id": 1, "price": 1.5 }"""));
        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "imaged"), Is.Zero);

        Assert.That(await ExitCodeAsync(database, "stamp", "imaged@head", "--force"), Is.Zero);

        Assert.That(await ExitCodeAsync(database, "rollback", "--tree", "imaged", "--distance", "1"), Is.Zero);
        Assert.That((await fixture.ReadAsync("parts"))[0]["price"], Is.EqualTo((BsonValue)1.5));
    }

    [Test]
    public async Task A_migration_is_undone_from_images_until_they_are_pruned()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var database = fixture.Database.Name;
        await fixture.Database.GetCollection("parts").InsertOneAsync(BsonDocument.Parse("""{ "_id": 1, "price": 1.5 }"""));

        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "imaged", "--max-replication-lag", "0"), Is.Zero);
        using var plan = await HostProcess.RunAsync(database, "plan", "--tree", "imaged", "--rollback", "--to", "base");
        using var json = await HostProcess.RunAsync(database, "plan", "--tree", "imaged", "--rollback", "--to", "base", "--output", "json");
        Assert.That(await ExitCodeAsync(database, "rollback", "--tree", "imaged", "--to", "base"), Is.Zero);
        Assert.That((await fixture.Database.ReadBytesAsync("parts")).Single(), Is.EqualTo(BsonDocument.Parse("""{ "_id" : 1, "price" : 1.5 }""").ToRaw()));
        Assert.That(await ExitCodeAsync(database, "migrate", "--tree", "imaged"), Is.Zero);
        using var young = await HostProcess.RunAsync(database, "prune", "imaged", "--older-than", "1");
        using var pruned = await HostProcess.RunAsync(database, "prune", "--older-than", "0", "--output", "json");
        Assert.That(await ExitCodeAsync(database, "rollback", "--tree", "imaged", "--to", "base"), Is.EqualTo(6));

        Assert.That(plan.Output, Does.Contain("from images"));
        Assert.That(JsonDocument.Parse(json.Output).RootElement.GetProperty("steps")[0].GetProperty("wayBack").GetString(), Is.EqualTo("images"));
        Assert.That(young.Output, Does.Contain("Nothing to prune"));
        Assert.That(JsonDocument.Parse(pruned.Output).RootElement.GetProperty("documents").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_plan_and_its_file_say_what_is_destroyed_and_why()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var file = Path.Combine(Path.GetTempPath(), $"{fixture.Database.Name}.json");

        using var plan = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "breakdrop", "--out", file);

        Assert.That(plan.Output, Does.Match("breakdrop@20260101000001 is destructive: drops 'towns', replaces 'rivers': The lakes are the rivers now."));
        Assert.That(JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement.GetProperty("plan").GetProperty("steps")[0].GetProperty("destructive").GetString(), Is.EqualTo("drops 'towns', replaces 'rivers': The lakes are the rivers now."));
        File.Delete(file);
    }

    [TestCase("status")]
    [TestCase("plan")]
    [TestCase("migrate")]
    [TestCase("verify")]
    [TestCase("journal")]
    [TestCase("environment")]
    [TestCase("prune")]
    [TestCase("trees")]
    [TestCase("history")]
    [TestCase("history", "--verbose")]
    [TestCase("graph", "--format", "svg")]
    public async Task Standard_output_is_one_json_document(string command, params string[] options)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        string[] tree = command is "plan" or "migrate" or "verify" ? ["--tree", "chain"] : [];
        using var host = await HostProcess.RunAsync(fixture.Database.Name, [command, .. tree, .. options, "--output", "json"]);

        Assert.That(() => JsonDocument.Parse(host.Output), Throws.Nothing, host.Output);
    }

    [Test]
    public async Task An_error_is_json_too_when_that_is_asked_for()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--output", "json");

        using var json = JsonDocument.Parse(host.Output);
        Assert.That(json.RootElement.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("MIG1301"));
        Assert.That(json.RootElement.GetProperty("exitCode").GetInt32(), Is.EqualTo(5));
    }

    [Test]
    public async Task A_server_that_does_not_answer_ends_with_69_and_keeps_the_password()
    {
        Dictionary<string, string> environment = new()
        {
            ["MIGRATIONS_CONNECTION"] = "mongodb://admin:sesame@127.0.0.1:1/shop?serverSelectionTimeoutMS=300",
            ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath,
        };

        using var host = HostProcess.StartWith(environment, "status");
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(69), host.Errors);
        Assert.That(host.Errors + host.Output, Does.Contain("127.0.0.1:1").And.Not.Contain("sesame"));
    }

    [Test]
    public async Task A_server_that_is_waited_for_is_named_after_a_while()
    {
        Dictionary<string, string> environment = new()
        {
            ["MIGRATIONS_CONNECTION"] = "mongodb://admin:sesame@127.0.0.1:1/shop?serverSelectionTimeoutMS=4500",
            ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath,
        };

        using var host = HostProcess.StartWith(environment, "status");
        await host.WaitAsync();

        Assert.That(host.Errors, Does.Contain("Waiting for 127.0.0.1:1 to answer").And.Not.Contain("sesame"));
    }

    [TestCase("migrate", true)]
    [TestCase("rollback", true)]
    [TestCase("stamp", true)]
    [TestCase("init", true)]
    [TestCase("status", false)]
    public async Task What_changes_a_database_says_first_which_one(string command, bool isSaid)
    {
        Dictionary<string, string> environment = new()
        {
            ["MIGRATIONS_CONNECTION"] = "mongodb://admin:sesame@127.0.0.1:1/shop?serverSelectionTimeoutMS=300&replicaSett=rs0",
            ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath,
        };

        using var host = HostProcess.StartWith(environment, command);
        await host.WaitAsync();

        Assert.That(host.Errors.StartsWith("Database 'shop' on 127.0.0.1:1", StringComparison.Ordinal), Is.EqualTo(isSaid), host.Errors);
        Assert.That(host.Errors, Does.Contain("warning MIG1219").And.Not.Contain("sesame"));
    }

    [TestCase("", "MIG1015")]
    [TestCase(null, "MIG1016")]
    public async Task A_pipeline_without_a_connection_string_fails(string? connection, string code)
    {
        Dictionary<string, string> environment = new() { ["CI"] = "true", ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath };
        if (connection is not null)
        {
            environment["MIGRATIONS_CONNECTION"] = connection;
        }

        using var host = HostProcess.StartWith(environment, "migrate");
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain(code));
    }

    [Test]
    public async Task No_database_in_the_connection_string_is_said()
    {
        Dictionary<string, string> environment = new() { ["MIGRATIONS_CONNECTION"] = "mongodb://127.0.0.1:1", ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath };

        using var host = HostProcess.StartWith(environment, "status");
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64));
        Assert.That(host.Errors, Does.Contain("MIG1902"));
    }

    [Test]
    public async Task Documents_that_were_left_behind_end_with_1_and_are_reported_in_text_and_json()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("stocks").InsertManyAsync(Enumerable.Range(0, 30).Select(i => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", i is 5 or 6 ? "many" : 0) } }));
        string[] collecting = ["migrate", "--tree", "stock", "--on-document-error", "collect"];

        using var limited = await HostProcess.RunAsync(fixture.Database.Name, [.. collecting, "--limit-errors", "1"]);
        using var text = await HostProcess.RunAsync(fixture.Database.Name, collecting);
        using var again = await HostProcess.RunAsync(fixture.Database.Name, [.. collecting, "--output", "json"]);
        using var status = await HostProcess.RunAsync(fixture.Database.Name, "status", "--output", "json");

        using var json = JsonDocument.Parse(again.Output);
        Assert.That((limited.ExitCode, text.ExitCode, again.ExitCode), Is.EqualTo((1, 1, 1)));
        Assert.That(limited.Errors, Does.Contain("error MIG1610: More than 1 document(s)"));
        Assert.That(text.Errors, Does.Contain("error MIG1611: 2 document(s)").And.Contains("""{ "_id" : 5 }""").And.Contains("_migrations.errors"));
        Assert.That(json.RootElement.GetProperty("error").GetProperty("failedDocuments").GetInt64(), Is.EqualTo(2));
        Assert.That(status.Output, Does.Contain("failed, 2 document(s) left behind"));
    }

    [Test]
    public async Task The_gate_names_what_is_pending_with_its_place()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "chain", "--project-directory", "/plugin");

        Assert.That(host.Errors, Does.Match(@"/plugin/Chain\.cs\(\d+,1\): warning MIG1702: .*chain@20260101000001"));
    }

    [Test]
    public async Task A_failure_names_the_line_of_the_migration()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "breakfail");

        Assert.That(host.Errors, Does.Match(@"Breaking\.cs\(\d+,1\): error MIG1601: "));
    }

    [Test]
    public async Task A_plugin_without_migrations_is_told_how_to_begin()
    {
        using var host = HostProcess.StartWith(new() { ["MIGRATIONS_CONNECTION"] = TestServer.ConnectionString, ["MIGRATIONS_DATABASE"] = "t_none", ["MIGRATIONS_ASSEMBLY"] = typeof(Migrations.Engine.Database.DriverChannel).Assembly.Location }, "status");
        await host.WaitAsync();

        Assert.That(host.Errors, Does.Contain("No migrations yet").And.Contain("MIG1104").And.Contain("migrations new AddBaz").And.Not.Contain("warning"));
    }

    [TestCase("trees")]
    [TestCase("history")]
    [TestCase("graph")]
    [TestCase("graph", "--format", "svg")]
    public async Task The_graph_of_a_plugin_is_shown_without_a_database(params string[] command)
    {
        using var host = HostProcess.StartWith(new() { ["MIGRATIONS_CONNECTION"] = "mongodb://127.0.0.1:1/none", ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath }, command);

        Assert.That(await host.WaitAsync(), Is.Zero, host.Errors);
        Assert.That(host.Output, Does.Contain("chain"));
    }

    [Test]
    public async Task A_picture_goes_into_the_file_that_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("migrations-graph-").FullName;
        using var host = HostProcess.StartWith(new() { ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath }, "graph", "chain", "--format", "svg", "--out", Path.Combine(folder, "chain.svg"));

        Assert.That(await host.WaitAsync(), Is.Zero, host.Errors);
        Assert.That(host.Output, Does.StartWith("Created: "));
        Assert.That(() => System.Xml.Linq.XDocument.Load(Path.Combine(folder, "chain.svg")), Throws.Nothing);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_picture_makes_no_folder_of_a_name_that_was_mistyped()
    {
        var folder = Directory.CreateTempSubdirectory("migrations-graph-").FullName;
        using var host = HostProcess.StartWith(new() { ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath }, "graph", "chain", "--out", Path.Combine(folder, "pictrues", "chain.mmd"));
        var code = await host.WaitAsync();
        var made = Directory.GetFileSystemEntries(folder);
        Directory.Delete(folder, recursive: true);

        Assert.That(code, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("error MIG1026: ").And.Contain("pictrues"));
        Assert.That(made, Is.Empty);
    }

    [Test]
    public async Task A_history_in_full_shows_what_the_database_remembers()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await ExitCodeAsync(fixture.Database.Name, "migrate", "--tree", "chain", "--distance", "2");

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "history", "chain", "-v");

        Assert.That(host.Output.ReplaceLineEndings("\n"), Does.Match(@"20260101000003 \(chain, 0\.3\.0\) \(head\), Third link(\n  .*)*\n  state: pending\n.*20260101000002 \(chain, 0\.2\.0\) \(current\), Second link(\n  .*)*\n  state: applied, .*\n  upgrade: .*\n  - \[chain\] Link 2\n"));
    }

    [TestCase("MIG1030", "status", "--project", "nowhere")]
    [TestCase("MIG1030", "new", "AddBaz", "--project", "nowhere")]
    [TestCase("MIG1005", "status", "--project", "nowhere", "--assembly", "nowhere.dll")]
    public async Task A_project_that_is_none_is_said(string code, params string[] arguments)
    {
        using var host = HostProcess.StartWith(new() { ["MIGRATIONS_CONNECTION"] = TestServer.ConnectionString, ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath }, arguments);
        await host.WaitAsync();

        Assert.That(host.Errors, Does.StartWith($"error {code}: "));
        Assert.That(host.ExitCode, Is.EqualTo(64));
    }

    [TestCase("nowhere.dll", "MIG1101", 5)]
    [TestCase("README.md", "MIG1103", 5)]
    public async Task A_plugin_that_is_none_is_said(string plugin, string code, int exitCode)
    {
        var path = plugin == "README.md" ? typeof(CommandTests).Assembly.Location + "x" : plugin;
        if (plugin == "README.md")
        {
            await File.WriteAllTextAsync(path, "no assembly");
        }

        using var host = HostProcess.StartWith(new() { ["MIGRATIONS_CONNECTION"] = TestServer.ConnectionString, ["MIGRATIONS_ASSEMBLY"] = path }, "status");
        await host.WaitAsync();

        Assert.That(host.Errors, Does.Contain(code));
        Assert.That(host.ExitCode, Is.EqualTo(exitCode));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_run_that_is_asked_to_stop_ends_after_the_batch_with_130_and_gives_the_lock_back(bool byInput)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 5000).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        using var host = HostProcess.StartInterruptible(fixture.Database.Name, "migrate", "--tree", "typed", "--batch-size", "20", "--cancel-on-stdin-eof");
        while (!host.HasExited && !host.Errors.Contains("documents", StringComparison.Ordinal))
        {
            await Task.Delay(5);
        }

        if (byInput)
        {
            host.CloseInput();
        }
        else
        {
            host.Interrupt();
        }

        var exitCode = await host.WaitAsync();
        var holder = await fixture.Database.GetCollection("_migrations.lock").FindOneAsync();
        var again = await ExitCodeAsync(fixture.Database.Name, "migrate", "--tree", "typed");

        Assert.That(exitCode, Is.EqualTo(130), host.Errors);
        Assert.That(holder!["owner"].IsBsonNull, Is.True);
        Assert.That(again, Is.Zero);
        Assert.That((await fixture.ReadAsync("counters")).Select(d => d["count"].AsInt32), Has.All.EqualTo(1));
    }

    private static async Task<int> ExitCodeAsync(string database, params string[] arguments)
    {
        using var host = await HostProcess.RunAsync(database, arguments);
        return host.ExitCode;
    }
}
