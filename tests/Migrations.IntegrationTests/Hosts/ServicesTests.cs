using System.Text.Json;
using Migrations.TestPlugin;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Hosts;

// Migrations whose constructors take services.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ServicesTests
{
    private readonly string _database = TestServer.NewDatabase();

    private IMongoCollection<BsonDocument> Greeted => TestServer.Client.GetDatabase(_database).GetCollection<BsonDocument>("greeted");

    [TearDown]
    public Task DropAsync() => TestServer.Client.DropDatabaseAsync(_database);

    [Test]
    public async Task A_migration_gets_services_made_of_the_configuration_and_they_are_disposed()
    {
        await Greeted.InsertManyAsync([new BsonDocument("_id", 1), new BsonDocument("_id", 2)]);

        using var host = HostProcess.StartWith(new(HostProcess.OnTestServer(_database)) { ["MIGRATIONS_TEST_GREETING"] = "good morning" }, "migrate", "--tree", "greeted", "--from", "base");
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That((await Greeted.Find(FilterDefinition<BsonDocument>.Empty).ToListAsync()).Select(d => d["greeting"].AsString), Is.EqualTo(new[] { "good morning", "good morning" }));
        Assert.That(host.Errors, Does.Contain($"info: {typeof(Greet).FullName}: Greeting 1").And.Contain("The greeting is over."));
    }

    [Test]
    public async Task Log_lines_are_lines_of_JSON_where_all_is()
    {
        await Greeted.InsertOneAsync(new BsonDocument("_id", 1));

        using var host = await HostProcess.RunAsync(_database, "migrate", "--tree", "greeted", "--from", "base", "--output", "json");

        Assert.That(host.ExitCode, Is.Zero, host.Errors);
        Assert.That(() => host.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l)).ToList(), Throws.Nothing);
        Assert.That(host.Errors, Does.Contain("Greeting 1"));
    }

    [TestCase("unserved", "has no service Migrations.TestPlugin.IUnserved")]
    [TestCase("failingService", "InvalidOperationException: The price list is empty")]
    public async Task A_service_that_is_not_there_stops_the_run_before_anything_is_written(string tree, string expected)
    {
        using var host = await HostProcess.RunAsync(_database, "migrate", "--tree", tree, "--from", "base");
        using var verify = await HostProcess.RunAsync(_database, "verify", "--tree", "greeted");

        Assert.That(host.ExitCode, Is.EqualTo(5), host.Errors);
        Assert.That(host.Errors, Does.Contain("MIG1118").And.Contain(expected).And.Not.Contain("   at ").And.Not.Contain("MigrationStartup.cs"));
        Assert.That(verify.Errors, Does.Not.Contain("MIG1118"));
    }
}
