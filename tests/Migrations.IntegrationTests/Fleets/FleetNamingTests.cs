using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;
using Migrations.IntegrationTests.Hosts;

namespace Migrations.IntegrationTests.Fleets;

// How several databases are named, and what is refused.
public sealed class FleetNamingTests
{
    [Test]
    public async Task A_pattern_takes_the_databases_of_the_server_that_fit()
    {
        var prefix = TestServer.NewDatabase();
        using var created = await HostProcess.RunAsync("unused", "migrate", "--databases", $"{prefix}_b,{prefix}_a,{prefix}x", "--new-databases", "--tree", "chain", "--from", "base");

        using var host = await HostProcess.RunAsync("unused", "verify", "--databases", $"{prefix}_*", "--tree", "chain", "--output", "json");

        await Task.WhenAll(((string[])["_a", "_b", "x"]).Select(end => TestServer.Client.DropDatabaseAsync(prefix + end)));
        Assert.That(created.ExitCode, Is.Zero, created.Errors);
        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That(System.Text.Json.Nodes.JsonNode.Parse(host.Output)!["databases"]!.AsArray().Select(d => d!["database"]!.GetValue<string>()), Is.EqualTo(new[] { $"{prefix}_a", $"{prefix}_b" }));
    }

    [Test]
    public async Task A_file_names_one_a_line_with_comments([Values("--databases-file=", "--databases=@")] string option)
    {
        await using var fleet = await FleetFixture.CreateAsync(2);
        var file = fleet.File("tenants.txt", "# tenants", "", fleet.Names[1], $"  {fleet.Names[0]}  # the oldest");

        using var host = await HostProcess.RunAsync("unused", "migrate", option + file, "--tree", "chain");

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That(((await fleet[0].ReadAsync("chain")).Count, (await fleet[1].ReadAsync("chain")).Count), Is.EqualTo((3, 3)));
    }

    [Test]
    public async Task A_collection_names_them()
    {
        await using var fleet = await FleetFixture.CreateAsync(3);
        await fleet[2].Database.GetCollection("all.tenants").InsertManyAsync(fleet.Names.Take(2).Select(n => new BsonDocument("data", new BsonDocument("database", n))));

        using var host = await HostProcess.RunAsync("unused", "migrate", "--databases-from", $"{fleet.Names[2]}.all.tenants:data.database", "--tree", "chain", "--output", "json");

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That(FleetFixture.Outcomes(host), Has.Count.EqualTo(2));
        Assert.That(await fleet[2].ReadAsync("chain"), Is.Empty);
    }

    [TestCase("{ other: 1 }", "no such field")]
    [TestCase("{ database: 7 }", "something else than a text")]
    [TestCase("{ database: 'tenant_*' }", "no database")]
    [TestCase("{ database: 'admin' }", "the server's own")]
    public async Task A_document_that_names_no_database_stops_all(string document, string said)
    {
        await using var fleet = await FleetFixture.CreateAsync(1);
        await fleet[0].Database.GetCollection("tenants").InsertManyAsync([new BsonDocument("database", fleet.Names[0]), BsonDocument.Parse(document)]);

        using var host = await HostProcess.RunAsync("unused", "migrate", "--databases-from", $"{fleet.Names[0]}.tenants:database", "--tree", "chain");

        Assert.That(host.ExitCode, Is.EqualTo(5), host.Errors);
        Assert.That(host.Errors, Does.Contain("MIG1432").And.Contain(said));
        Assert.That(await fleet[0].ReadAsync("chain"), Is.Empty);
    }

    [Test]
    public async Task A_server_of_its_own_is_named_by_the_variable_that_has_its_connection_string()
    {
        await using var fleet = await FleetFixture.CreateAsync(2);
        await using var proxy = TestServer.NewProxy();
        var environment = new Dictionary<string, string>(HostProcess.OnTestServer("unused")) { ["OTHER_SERVER"] = $"mongodb://127.0.0.1:{proxy.Port}/{fleet.Names[1]}?directConnection=true" };

        using var host = HostProcess.StartWith(environment, "migrate", "--databases", $"{fleet.Names[0]},OTHER_SERVER/", "--tree", "chain", "--canary", $"OTHER_SERVER/{fleet.Names[1]}");

        Assert.That(await host.WaitAsync(), Is.Zero, host.Errors);
        Assert.That(host.Output, Does.Contain($"OTHER_SERVER/{fleet.Names[1]}").And.Contain("2 done"));
        Assert.That(host.Errors, Does.Contain($"1 database(s) on 127.0.0.1:{proxy.Port}"));
        Assert.That((await fleet[1].ReadAsync("chain")).Count, Is.EqualTo(3));
    }

    [Test]
    public async Task Two_variables_for_one_server_do_not_hide_that_a_database_was_named_twice()
    {
        await using var fleet = await FleetFixture.CreateAsync(1);
        var environment = new Dictionary<string, string>(HostProcess.OnTestServer("unused")) { ["OTHER_SERVER"] = TestServer.ConnectionString.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) };

        using var host = HostProcess.StartWith(environment, "migrate", "--databases", $"{fleet.Names[0]},OTHER_SERVER/{fleet.Names[0]}", "--tree", "chain");

        Assert.That(await host.WaitAsync(), Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("MIG1036"));
    }

    [TestCase("MIG1039", "MISSING_SERVER/shop")]
    [TestCase("MIG1015", "BROKEN_SERVER/shop", "BROKEN_SERVER")]
    [TestCase("MIG1035", "mongodb://me:geheim@host/shop")]
    [TestCase("MIG1035", "me:geheim@host")]
    [TestCase("MIG1035", "9lives/shop")]
    [TestCase("MIG1017", "admin")]
    [TestCase("MIG1037", "nobody_has_this_*")]
    [TestCase("MIG1026", "@/nowhere/tenants.txt")]
    public async Task What_names_no_database_is_refused_without_showing_a_secret(string code, string name, string? said = null)
    {
        var environment = new Dictionary<string, string>(HostProcess.OnTestServer("unused")) { ["BROKEN_SERVER"] = "mongodb://me:geh@eim@host" };

        using var host = HostProcess.StartWith(environment, "migrate", "--databases", name, "--tree", "chain");

        Assert.That(await host.WaitAsync(), Is.Not.Zero);
        Assert.That(host.Errors, Does.Contain(code == "MIG1015" ? "MIG12" : code).And.Contain(said ?? "").And.Not.Contain("geheim").And.Not.Contain("eim@"));
    }

    [Test]
    public async Task A_name_that_the_server_does_not_have_is_a_slip_and_creates_nothing()
    {
        await using var fleet = await FleetFixture.CreateAsync(1);
        var slip = fleet.Names[0] + "s";

        using var host = await HostProcess.RunAsync("unused", "migrate", "--databases", $"{fleet.Names[0]},{slip}", "--tree", "chain", "--from", "base");

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("MIG1038").And.Contain($"Did you mean {fleet.Names[0]}?").And.Contain("--new-databases"));
        Assert.That((await (await TestServer.Client.ListDatabaseNamesAsync()).ToListAsync()), Does.Not.Contain(slip));
        Assert.That(await fleet[0].ReadAsync("chain"), Is.Empty);
    }

    [TestCase("MIG1034", "migrate", "--database", "one")]
    [TestCase("MIG1034", "migrate", "--plan", "plan.json")]
    [TestCase("MIG1034", "plan", "--out", "plan.json")]
    [TestCase("MIG1038", "migrate", "--canary", "nobody")]
    [TestCase("MIG1901", "journal", "--limit", "1")]
    [TestCase("MIG1901", "init", "--at", "base")]
    public async Task What_is_about_one_database_is_refused(string code, string command, string option, string value)
    {
        await using var fleet = await FleetFixture.CreateAsync(2);

        using var host = await fleet.RunAsync(command, option, value);

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain(code));
        Assert.That(await fleet[0].ReadAsync("chain"), Is.Empty);
    }

    [TestCase("--parallel", "2")]
    [TestCase("--canary", "shop")]
    [TestCase("--max-failures", "2")]
    [TestCase("--new-databases", "true")]
    public async Task What_is_about_several_databases_is_refused_for_one(string option, string value)
    {
        await using var fixture = await EngineFixture.CreateAsync();

        using var host = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain", option, value);

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("MIG1034").And.Contain(option));
        Assert.That(await fixture.ReadAsync("chain"), Is.Empty);
    }

    [Test]
    public async Task An_empty_file_and_an_empty_collection_are_errors()
    {
        await using var fleet = await FleetFixture.CreateAsync(1);

        using var file = await HostProcess.RunAsync("unused", "verify", "--databases-file", fleet.File("none.txt", "# nobody yet"));
        using var collection = await HostProcess.RunAsync("unused", "verify", "--databases-from", $"{fleet.Names[0]}.tenants:database");

        Assert.That((file.ExitCode, collection.ExitCode), Is.EqualTo((64, 64)));
        Assert.That(file.Errors, Does.Contain("MIG1037"));
        Assert.That(collection.Errors, Does.Contain("MIG1037"));
    }
}
