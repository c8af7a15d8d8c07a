using MongoDB.Bson;
using MongoDB.Driver;

namespace Sample.Migrations.Tests;

public sealed class MigrationTests
{
    [Test]
    public async Task All_migrations_apply_to_an_empty_database()
    {
        await using var database = await TestDatabase.CreateAsync();

        await database.RunAsync("init");
        await database.RunAsync("migrate");
        var verified = await database.RunAsync("verify");

        Assert.That(verified.Text, Does.Contain("0 pending, 0 fault(s)"));
    }

    [Test]
    public async Task Items_get_a_rating_and_a_rollback_takes_it_away()
    {
        await using var database = await TestDatabase.CreateAsync();
        var items = database.Collection("items");
        var before = new BsonDocument { { "_id", 1 }, { "name", "Chair" } };
        await items.InsertOneAsync(before);
        await database.RunAsync("init", "--at", "base");

        await database.RunAsync("migrate", "--tree", "items");
        var migrated = await items.Find("{}").SingleAsync();
        await database.RunAsync("rollback", "--tree", "items", "--distance", "1");
        var after = await items.Find("{}").SingleAsync();

        Assert.That(migrated["rating"], Is.EqualTo((BsonValue)0));
        Assert.That(after, Is.EqualTo(before));
    }
}
