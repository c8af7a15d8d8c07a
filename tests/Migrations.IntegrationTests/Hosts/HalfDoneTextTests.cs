using MongoDB.Bson;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// A free-form body that failed half-way without a transaction: its failure says what the next run needs, and not that it should simply be run.
public sealed class HalfDoneTextTests
{
    [TestCase("half", true)]
    [TestCase("halfLost", false)]
    public async Task A_failure_halfway_says_the_command_that_continues(string tree, bool isReversible)
    {
        await using var fixture = await CreateAsync();

        using var failed = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", tree, "--transaction", "never");
        using var refused = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", tree);
        var record = (await fixture.ReadAsync("_migrations.applied")).Single(r => r["_id"].AsBsonDocument["tree"] == tree);
        await fixture.Database.GetCollection("counters").UpdateManyAsync("{}", """{ "$unset": { "stop": 1 } }""");
        using var again = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", tree, "--accept-half-done", $"{tree}@20260101000001");

        Assert.That(failed.ExitCode, Is.EqualTo(1), failed.Errors);
        Assert.That(failed.Errors, Does.Contain("MIG1601").And.Contain("Enough.").And.Contain($"'migrations migrate --tree {tree} --accept-half-done {tree}@20260101000001'").And.Not.Contain("run again."));
        Assert.That(failed.Errors.Contains($"migrations rollback --tree {tree}", StringComparison.Ordinal), Is.EqualTo(isReversible));
        Assert.That(record["error"].AsString, Does.Not.Contain("run again."));
        Assert.That((refused.ExitCode, again.ExitCode), Is.EqualTo((6, 0)), refused.Errors + again.Errors);
    }

    [Test]
    public async Task Where_nothing_stands_in_the_way_of_the_next_run_that_is_said()
    {
        await using var fixture = await CreateAsync();

        using var inTransaction = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "half");

        Assert.That(inTransaction.Errors, Does.Contain("Correct it and run again."));
    }

    private static async Task<EngineFixture> CreateAsync()
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "count", 0 } }));
        await fixture.Database.GetCollection("counters").UpdateOneAsync("""{ "_id": 10 }""", """{ "$set": { "stop": "Enough." } }""");
        return fixture;
    }
}
