using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

// A document may become so many that their announcement is larger than any document can be.
public sealed class HugeEmitTests
{
    private const int LongId = 1500;

    [Test]
    public async Task Documents_whose_announcement_is_too_large_for_one_batch_are_migrated_in_several([Values(TransactionMode.Never, TransactionMode.Auto)] TransactionMode mode)
    {
        await using var fixture = await CreateAsync(4900, 7000, 100);

        await fixture.MigrateAsync("many", mode);

        Assert.That(await fixture.ReadAsync("seeds"), Is.Empty);
        Assert.That(await fixture.ReadAsync("plants"), Has.Count.EqualTo(12_000));
    }

    [Test]
    public async Task A_document_that_cannot_be_announced_is_named_and_needs_transactions()
    {
        await using var fixture = await CreateAsync(10, 12_000, 10);

        Assert.That(
            () => fixture.MigrateAsync("many", TransactionMode.Never),
            Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.DocumentFailed).And.Message.Contains("""{ "_id" : 1 }""").And.Message.Contains("--transaction require"));
        await fixture.MigrateAsync("many", TransactionMode.Require);

        Assert.That(await fixture.ReadAsync("plants"), Has.Count.EqualTo(12_020));
    }

    private static async Task<EngineFixture> CreateAsync(params int[] plants)
    {
        var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("seeds").InsertManyAsync(plants.Select((number, i) => new BsonDocument { { "_id", i }, { "plants", number }, { "length", LongId } }));
        return fixture;
    }
}
