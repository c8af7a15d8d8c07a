using System.Text.Json.Nodes;
using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// What destroys or claims something is confirmed, and says what goes with it.
public sealed class ClaimTests
{
    private const string Id = "20260101000001";

    public static IEnumerable<string[]> Claims =>
    [
        ["prune"],
        ["stamp", "chain@base", "--force"],
        ["init", "--at", "head", "--force"],
        ["accept", $"stock@{Id}", "--as", "notApplied"],
        ["accept", "imaged"],
        ["accept", $"chain@{Id}"],
        ["unlock", "--force"],
    ];

    [TestCaseSource(nameof(Claims))]
    public async Task It_is_not_done_where_a_confirmation_is_a_duty_and_none_was_given(params string[] command)
    {
        await using var fixture = await CreateAsync();
        await GiveReasonAsync(fixture, command);
        var before = await StateAsync(fixture);

        using var silent = HostProcess.StartConfirming(fixture.Database.Name, command);
        await silent.WaitAsync();
        using var other = await HostProcess.RunAsync(fixture.Database.Name, [.. command, "--confirm", "another"]);
        var untouched = await StateAsync(fixture);
        using var confirmed = HostProcess.StartConfirming(fixture.Database.Name, [.. command, "--confirm", fixture.Database.Name]);
        await confirmed.WaitAsync();

        Assert.That((silent.ExitCode, other.ExitCode), Is.EqualTo((6, 6)), silent.Errors + other.Errors);
        Assert.That(silent.Errors, Does.Contain("MIG1421"));
        Assert.That(other.Errors, Does.Contain("MIG1421").And.Contain("'another'"));
        Assert.That(untouched, Is.EqualTo(before));
        Assert.That(confirmed.ExitCode, Is.Zero, confirmed.Errors);
        Assert.That(await StateAsync(fixture), Is.Not.EqualTo(before));
    }

    [Test]
    [Platform("Linux", Reason = "It needs a terminal of its own, which 'script' makes.")]
    public async Task In_a_terminal_the_name_is_asked_for([Values] bool isRight)
    {
        await using var fixture = await CreateAsync();
        var before = await StateAsync(fixture);
        using var host = HostProcess.StartInTerminal(fixture.Database.Name, "prune");
        host.Type(isRight ? fixture.Database.Name : "no");

        var code = await host.WaitAsync();

        Assert.That(host.Output, Does.Contain($"Type the name of the database, {fixture.Database.Name}, to continue"));
        Assert.That(code, Is.EqualTo(isRight ? 0 : 6), host.Output);
        Assert.That(await StateAsync(fixture), isRight ? Is.Not.EqualTo(before) : Is.EqualTo(before));
    }

    [Test]
    public async Task A_stamp_names_what_it_forgets()
    {
        await using var fixture = await CreateAsync();

        using var dry = await HostProcess.RunAsync(fixture.Database.Name, "stamp", "stock@base", "--force", "--dry-run");
        using var stamped = await HostProcess.RunAsync(fixture.Database.Name, "stamp", "stock@base", "--force", "--output", "json");
        var half = JsonNode.Parse(stamped.Output)!["halfDone"]!.AsArray().Single()!;
        var journal = (await fixture.ReadAsync("_migrations.journal")).Last(e => e["event"] == "force");

        Assert.That(dry.Output, Does.Contain($"stock@{Id} 'Count a stock that may not be a number': 2 changed of 3 document(s), 1 document(s) left behind"));
        Assert.That((half["id"]!.GetValue<string>(), half["failedDocuments"]!.GetValue<long>()), Is.EqualTo((Id, 1)));
        Assert.That(journal["detail"].AsString, Does.Contain($"half done and forgotten: stock@{Id}").And.Contain("2 changed of 3 document(s)"));
        Assert.That(await fixture.ReadAsync("_migrations.errors"), Is.Empty);
    }

    [Test]
    public async Task The_local_servers_start_prints_its_connection_string_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("claims");
        var environment = new Dictionary<string, string> { ["XDG_STATE_HOME"] = folder.FullName };
        try
        {
            using var started = HostProcess.StartWith(environment, "local-server", "start");
            await started.WaitAsync();

            Assert.That(started.ExitCode, Is.Zero, started.Errors);
            Assert.That(started.Output.TrimEnd(), Does.Match("^mongodb://[^ \n]+$"));
        }
        finally
        {
            using var stopped = HostProcess.StartWith(environment, "local-server", "stop");
            await stopped.WaitAsync();
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Ten_machines_initialise_and_migrate_at_once()
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);

        var first = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => StartUpAsync(fixture)));
        var again = await StartUpAsync(fixture);
        using var other = await HostProcess.RunAsync(fixture.Database.Name, "init", "--at", "marked@head");
        var journal = await fixture.ReadAsync("_migrations.journal");

        Assert.That(first.Append(again), Has.All.Empty);
        Assert.That(journal.Count(e => e["event"] == "initialise"), Is.EqualTo(1));
        Assert.That(journal.Where(e => e["event"] == "upgrade").Select(e => e["id"].AsString), Is.Unique.And.Not.Empty);
        Assert.That(other.ExitCode, Is.EqualTo(6), "A claim that was never said is no repetition.");
    }

    // Empty when all is well, as with '&&'.
    private static async Task<string> StartUpAsync(EngineFixture fixture)
    {
        using var init = await HostProcess.RunAsync(fixture.Database.Name, "init", "--at", "base");
        if (init.ExitCode != 0)
        {
            return init.Errors;
        }

        using var migrate = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain", "--lock-wait", "120");
        return migrate.ExitCode == 0 ? "" : migrate.Errors;
    }

    // Images to prune, a tree to claim, a half done migration, and a lock that somebody holds, but not for long.
    private static async Task<EngineFixture> CreateAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("parts").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "price", 1.5 } });
        await fixture.Database.GetCollection("stocks").InsertManyAsync(new object[] { 1, "many", 3 }.Select((count, i) => new BsonDocument { { "_id", i }, { "place", new BsonDocument("count", BsonValue.Create(count)) } }));
        await fixture.MigrateAsync("imaged");
        await fixture.MigrateAsync("chain");
        using var half = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "stock", "--on-document-error", "collect");
        await fixture.Database.GetCollection("_migrations.lock").UpdateOneAsync("{}", DatabaseExtensions.PipelineOf([BsonDocument.Parse("""{ "$set": { "owner": "somebody", "acquired": "$$NOW", "expires": { "$subtract": ["$$NOW", 1] } } }""")]));
        return fixture;
    }

    // What only some claims are about.
    private static async Task GiveReasonAsync(EngineFixture fixture, string[] command)
    {
        switch (command)
        {
            case ["accept", "imaged"]:
                await fixture.Database.GetCollection("_migrations.heads").UpdateOneAsync("{ _id: 'imaged' }", "{ $set: { plugin: 'Another' } }");
                break;
            case ["accept", $"chain@{Id}"]:
                await fixture.Database.GetCollection("_migrations.applied").UpdateOneAsync($"{{ '_id.tree': 'chain', '_id.id': '{Id}' }}", "{ $set: { checksum: 'another' } }");
                break;
        }
    }

    private static async Task<string> StateAsync(EngineFixture fixture)
    {
        var state = new List<string>();
        foreach (var name in new[] { "heads", "applied", "images", "journal" })
        {
            state.AddRange((await fixture.ReadAsync($"_migrations.{name}")).Select(d => d.ToString()!));
        }

        return string.Join('\n', state);
    }
}
