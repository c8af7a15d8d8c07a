using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

public sealed class TypedFilterTests
{
    [Test]
    public async Task A_filter_in_the_words_of_the_class_chooses_the_documents_there_and_back([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("sales").InsertManyAsync([Sale(1, "Open", 9), Sale(2, "Paid", 3), Sale(3, "Paid", 6), Sale(4, "Open", 2)]);

        await fixture.MigrateAsync("billing", transaction);
        var up = await fixture.MigrateAsync("closing", transaction);
        var (closed, bills) = (await StatesAsync(fixture), await fixture.ReadAsync("bills"));
        var back = await fixture.RollBackAsync("closing", transaction);

        Assert.That((up.Steps.Single().Counts.Modified, back.Steps.Single().Counts.Modified), Is.EqualTo((1, 1)));
        Assert.That(closed, Is.EqualTo(["Open", "Paid", "Closed", "Open"]));
        Assert.That(bills.Select(b => b["amount"].AsInt32), Is.EqualTo([9, 2]));
        Assert.That(await StatesAsync(fixture), Is.EqualTo(["Open", "Paid", "Paid", "Open"]));
    }

    private static BsonDocument Sale(int id, string state, int amount) => new() { { "_id", id }, { "state", state }, { "amt", amount } };

    private static async Task<List<string>> StatesAsync(EngineFixture fixture) => (await fixture.ReadAsync("sales")).ConvertAll(s => s["state"].AsString);
}
