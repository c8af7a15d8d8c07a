using Migrations.Testing;
using MongoDB.Bson;
using Sample.Migrations.Items;

namespace Sample.Migrations.Tests;

public sealed class MigrationTests
{
    private static readonly BsonDocument Chair = new() { { "_id", 1 }, { "name", "Chair" } };

    [Test]
    public async Task All_migrations_apply_to_an_empty_database()
    {
        await using var test = await MigrationTest.StartAsync(typeof(AddRating).Assembly);

        await test.WhenMigratedToAsync("head");
    }

    [Test]
    public async Task Items_get_a_rating()
    {
        await using var test = await MigrationTest.StartAsync(typeof(AddRating).Assembly);
        await test.GivenAsync("items", Chair);

        await test.WhenMigratedToAsync("items@head");

        await test.ThenDocumentsAsync("items", new BsonDocument { { "_id", 1 }, { "name", "Chair" }, { "rating", 0 } });
        await test.ThenAgainChangesNothingAsync();
    }

    [Test]
    public async Task A_rollback_takes_the_rating_away()
    {
        await using var test = await MigrationTest.StartAsync(typeof(AddRating).Assembly);
        await test.GivenAsync("items", Chair);

        await test.ThenRollbackRestoresAsync("items@head");
    }
}
