using System.Text.Json.Nodes;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Guarding;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// What migrations expect of a database and it does not have.
public sealed class ExpectationTests
{
    [Test]
    public async Task A_collection_that_is_missing_beside_others_is_a_warning_of_a_plan_and_a_fault_of_the_gate()
    {
        await using var fixture = await WithAsync("shape", """{ "name": "a" }""");

        using var plan = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "shapes");
        using var json = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "shapes", "--output", "json");
        using var dryRun = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "shapes", "--dry-run");
        using var verify = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "shapes");
        using var migrate = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "shapes");

        Assert.That(plan.ExitCode, Is.EqualTo(2), plan.Errors);
        Assert.That(plan.Errors, Does.Match("warning MIG1705: [^\n]*'shapes'[^\n]*'shape' is the most similar"));
        Assert.That(JsonNode.Parse(json.Output)!["findings"]![0]!["severity"]!.GetValue<string>(), Is.EqualTo("warning"));
        Assert.That(dryRun.Errors, Does.Contain("warning MIG1705"));
        Assert.That(verify.ExitCode, Is.EqualTo(6), verify.Errors);
        Assert.That(verify.Errors, Does.Contain("error MIG1705"));
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Errors);
        Assert.That(migrate.Errors, Does.Contain("warning MIG1705"));
    }

    [Test]
    public async Task A_pipeline_refuses_it_before_anything_is_written()
    {
        await using var fixture = await WithAsync("shape", """{ "name": "a" }""");

        using var plan = HostProcess.StartInPipeline(fixture.Database.Name, "plan", "--tree", "shapes");
        await plan.WaitAsync();
        using var migrate = HostProcess.StartInPipeline(fixture.Database.Name, "migrate", "--tree", "shapes");
        await migrate.WaitAsync();

        Assert.That((plan.ExitCode, migrate.ExitCode), Is.EqualTo((6, 6)), plan.Errors + migrate.Errors);
        Assert.That(plan.Errors, Does.Contain("error MIG1705"));
        Assert.That(migrate.Errors, Does.Contain("error MIG1705"));
        Assert.That(await fixture.ReadAsync("_migrations.applied"), Is.Empty);
    }

    [Test]
    public async Task A_migration_may_say_that_its_collection_may_be_missing()
    {
        await using var fixture = await WithAsync("others", """{ "name": "a" }""");

        using var verify = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "optional");
        using var migrate = HostProcess.StartInPipeline(fixture.Database.Name, "migrate", "--tree", "optional");
        await migrate.WaitAsync();

        Assert.That((verify.ExitCode, migrate.ExitCode), Is.EqualTo((2, 0)), verify.Errors + migrate.Errors);
        Assert.That(verify.Errors + migrate.Errors, Does.Not.Contain("MIG1705"));
    }

    [Test]
    public async Task A_view_and_a_database_without_data_are_not_faults()
    {
        await using var viewed = await WithAsync("others", """{ "name": "a" }""");
        await viewed.Database.CreateViewAsync("shapes", "others", new EmptyPipelineDefinition<BsonDocument>());
        await using var empty = await EngineFixture.CreateAsync();

        Assert.That((await PlanAsync(viewed)).Select(f => f.Code), Is.Empty);
        Assert.That((await PlanAsync(empty)).Select(f => f.Code), Is.Empty);
    }

    [Test]
    public async Task A_member_that_no_document_has_is_a_warning_with_the_names_that_they_have()
    {
        await using var fixture = await WithAsync("shapes", """{ "nmae": "a", "kind": 1 }""");

        using var plan = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--tree", "shapes");
        using var verify = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "shapes", "--output", "json");

        Assert.That(plan.ExitCode, Is.EqualTo(2), plan.Errors);
        Assert.That(plan.Errors, Does.Match("warning MIG1706: [^\n]*'name' \\(Named.Name\\)[^\n]*'kind'[^\n]*'nmae' is the most similar"));
        Assert.That(verify.ExitCode, Is.EqualTo(2), verify.Errors);
        Assert.That(JsonNode.Parse(verify.Output)!["warnings"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("MIG1706"));
    }

    [Test]
    public async Task A_member_that_documents_have_is_right_also_behind_a_filter()
    {
        await using var fixture = await WithAsync("shapes", """{ "name": "a" }""");
        await fixture.Database.GetCollection<BsonDocument>("sales").InsertManyAsync([new BsonDocument { { "state", "Paid" }, { "amt", 9 } }, new BsonDocument { { "state", "Open" }, { "amount", 1 } }]);

        Assert.That((await PlanAsync(fixture)).Select(f => f.Text), Is.Empty);
        Assert.That((await PlanAsync(fixture, "closing")).Select(f => f.Text), Is.Empty);
    }

    [Test]
    public async Task A_user_who_may_not_list_collections_may_plan()
    {
        await using var fixture = await WithAsync("shape", """{ "name": "a" }""");

        var findings = await fixture.EngineWith(new RunSettings(), channel: new DenyingChannel(fixture.Channel)).PlanAsync(new PlanRequest { Tree = "shapes" }, CancellationToken.None);

        Assert.That(findings.Plan.Steps, Is.Not.Empty);
        Assert.That(findings.Findings, Is.Empty);
    }

    private static async Task<IReadOnlyList<Finding>> PlanAsync(EngineFixture fixture, string tree = "shapes") =>
        (await fixture.NewEngine().PlanAsync(new PlanRequest { Tree = tree }, CancellationToken.None)).Findings;

    private static async Task<EngineFixture> WithAsync(string collection, string document)
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection<BsonDocument>(collection).InsertOneAsync(BsonDocument.Parse(document));
        return fixture;
    }

    // As a server that lets the login list only the collections on which it has a right.
    private sealed class DenyingChannel(ICommandChannel inner) : ChannelDecorator(inner)
    {
        public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
            NameOf(command) == "listCollections" && !command.Body.Contains("authorizedCollections")
                ? throw new CommandException(MigrationErrorCode.NotAuthorized, "not authorized on shop to execute command", 13, "Unauthorized", [])
                : base.OpenCursorAsync(command, session, cancellationToken);
    }
}
