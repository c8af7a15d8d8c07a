using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// What the command says of a document of its state that somebody damaged.
public sealed class DamagedStateHostTests
{
    [Test]
    public async Task A_field_of_another_type_is_named_and_stops_what_changes_something()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("_migrations.heads").UpdateOneAsync("""{ "_id": "chain" }""", """{ "$set": { "revision": 5 } }""");

        using var migrate = await HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain");
        using var verify = await HostProcess.RunAsync(fixture.Database.Name, "verify", "--tree", "chain");
        using var status = await HostProcess.RunAsync(fixture.Database.Name, "status");

        Assert.That(migrate.ExitCode, Is.EqualTo(5), migrate.Errors);
        Assert.That(migrate.Errors, Does.Contain("error MIG1304").And.Contain("_migrations.heads").And.Contain("'revision'").And.Contain("deleteOne").And.Not.Contain("   at "));
        Assert.That(verify.ExitCode, Is.EqualTo(5), verify.Errors);
        Assert.That(verify.Errors, Does.Contain("MIG1304"));
        Assert.That(status.ExitCode, Is.EqualTo(5), status.Errors);
        Assert.That(status.Output, Does.Contain("MIG1304"));
    }

    // Bytes that are no UTF-8: other clients write them, and the server keeps them.
    [TestCase("heads", "chain", "line")]
    [TestCase("journal", null, "who")]
    public async Task A_text_that_is_not_UTF_8_stops_no_command_that_looks(string collection, string? id, string field)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var documents = fixture.Database.GetCollection<RawBsonDocument>("_migrations." + collection);
        var document = (await fixture.ReadAsync("_migrations." + collection)).First(d => id is null || d["_id"] == id);
        await documents.DeleteOneAsync(new BsonDocument("_id", document["_id"]));
        await documents.InsertOneAsync(new RawBsonDocument(Damaged(document.Set(field, "damaged"))));

        foreach (var command in new[] { "status", "verify --tree chain", "journal", "plan --tree chain" })
        {
            using var host = await HostProcess.RunAsync(fixture.Database.Name, command.Split(' '));
            Assert.That(host.Errors + host.Output, Does.Not.Contain("MIG1999").And.Not.Contain("   at "), command);
        }
    }

    private static byte[] Damaged(BsonDocument document)
    {
        var bytes = document.ToBson();
        bytes[bytes.AsSpan().IndexOf("damaged"u8)] = 0xFF;
        return bytes;
    }
}
