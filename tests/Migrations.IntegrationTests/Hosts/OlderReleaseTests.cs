using System.Reflection;
using System.Reflection.Emit;
using Migrations.IntegrationTests.Engine;
using Migrations.TestPlugin;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Hosts;

// Two releases of one plugin, each in processes of its own: the old one does not have what the new one applied.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OlderReleaseTests
{
    private string _folder = "";

    private string OldRelease => Path.Combine(_folder, typeof(CountTyped).Assembly.GetName().Name + ".dll");

    [SetUp]
    public void BuildOldRelease()
    {
        _folder = Directory.CreateTempSubdirectory("old-release-").FullName;
        var plugin = new PersistedAssemblyBuilder(new AssemblyName(typeof(CountTyped).Assembly.GetName().Name!) { Version = new Version(0, 1) }, typeof(object).Assembly);
        plugin.SetCustomAttribute(new CustomAttributeBuilder(typeof(MigrationTreeAttribute).GetConstructor([typeof(string)])!, ["counters"]));
        plugin.DefineDynamicModule("plugin");
        plugin.Save(OldRelease);
    }

    [TearDown]
    public void DeleteOldRelease() => Directory.Delete(_folder, recursive: true);

    [TestCase("fields", "notes", """{ "_id": 1, "name": "Red", "year": "1999" }""")]
    [TestCase("swap", "pets", """{ "_id": 1, "_t": "Dog", "friend": { "_t": "Cat" } }""")]
    public async Task The_old_release_rolls_back_what_the_new_one_applied(string tree, string collection, string document)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection(collection).InsertOneAsync(BsonDocument.Parse(document));
        using var migrated = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", tree);
        var after = await fixture.ReadAsync(collection);

        using var status = await HostProcess.RunAsync(fixture.Database.Name, "status", "--assembly", OldRelease);
        using var plan = await HostProcess.RunAsync(fixture.Database.Name, "plan", "--rollback", "--tree", tree, "--to", "base", "--assembly", OldRelease);
        using var back = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", tree, "--to", "base", "--assembly", OldRelease);

        Assert.That(migrated.ExitCode, Is.Zero, migrated.Errors);
        Assert.That(after.Single(), Is.Not.EqualTo(BsonDocument.Parse(document)));
        Assert.That(status.ExitCode, Is.EqualTo(5), status.Output);
        Assert.That(status.Errors, Does.Contain("MIG1406").And.Contain("'migrations rollback"));
        Assert.That(plan.ExitCode, Is.EqualTo(2), plan.Errors);
        Assert.That(plan.Output, Does.Contain("20260101000001"));
        Assert.That(back.ExitCode, Is.Zero, back.Errors);
        Assert.That((await fixture.ReadAsync(collection)).Single().ToBsonDocument().OrderBy(e => e.Name), Is.EqualTo(BsonDocument.Parse(document).OrderBy(e => e.Name)));
    }

    [Test]
    public async Task What_needs_code_is_refused()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var migrated = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain");

        using var back = await HostProcess.RunAsync(fixture.Database.Name, "rollback", "--tree", "chain", "--to", "base", "--assembly", OldRelease);

        Assert.That(migrated.ExitCode, Is.Zero, migrated.Errors);
        Assert.That(back.ExitCode, Is.EqualTo(5), back.Output);
        Assert.That(back.Errors, Does.Contain("MIG1406").And.Contain("their way back is code"));
    }
}
