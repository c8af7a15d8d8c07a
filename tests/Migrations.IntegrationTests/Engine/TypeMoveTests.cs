using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

public sealed class TypeMoveTests
{
    [Test]
    public async Task Two_types_change_places_and_back([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(
            fixture,
            """{ "_id": 1, "_t": "Dog", "friend": { "_t": ["Pet", "Cat"], "n": 1.5 } }""",
            """{ "_id": 2, "a": [[{ "_t": "Cat" }, 5], { "b": { "_t": "Dog" }, "c": { "$numberLong": "1" } }] }""",
            """{ "_id": 3, "_t": "Fish" }""",
            """{ "_id": 4, "x": 1 }""");
        var before = await fixture.ReadAsync("pets");

        var up = await fixture.MigrateAsync("swap", transaction);
        var after = await fixture.ReadAsync("pets");
        await fixture.RollBackAsync("swap", transaction);
        var back = await fixture.ReadAsync("pets");

        Assert.That(up.Steps.Single().Counts.Modified, Is.EqualTo(2));
        Assert.That(after[0].ToJson(), Is.EqualTo("""{ "_id" : 1, "_t" : "Cat", "friend" : { "_t" : ["Pet", "Dog"], "n" : 1.5 } }"""));
        Assert.That(after[1].ToJson(), Is.EqualTo("""{ "_id" : 2, "a" : [[{ "_t" : "Dog" }, 5], { "b" : { "_t" : "Cat" }, "c" : 1 }] }"""));
        Assert.That(back.Select(d => d.ToRaw()), Is.EqualTo(before.Select(d => d.ToRaw())));
    }

    [Test]
    public async Task A_type_moves_on_from_migration_to_migration_and_back([Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await InsertAsync(
            fixture,
            """{ "_id": 1, "pets": [{ "_t": "Wolf", "name": "Rex", "tag": { "$numberDecimal": "1.00" } }, { "_t": "Cat", "name": "Tom" }], "made": { "_t": "Shop.Old.Item, Shop" } }""",
            """{ "_id": 2, "pets": [] }""",
            """{ "_id": 3 }""");
        var before = await fixture.ReadAsync("pets");

        await fixture.MigrateAsync("moved", transaction);
        var after = await fixture.ReadAsync("pets");
        await fixture.RollBackAsync("moved", transaction);
        var back = await fixture.ReadAsync("pets");

        Assert.That(after[0].ToJson(), Is.EqualTo("""{ "_id" : 1, "pets" : [{ "_t" : "Dog", "name" : "Rex", "tag" : { "$numberDecimal" : "1.00" } }, { "_t" : "Cat", "name" : "Tom" }], "made" : { "_t" : "Shop.Item, Shop" }, "dogs" : 1 }"""));
        Assert.That(after.Select(d => d.Contains("dogs")), Is.EqualTo(new[] { true, true, false }));
        Assert.That(back.Select(d => d.ToRaw()), Is.EqualTo(before.Select(d => d.ToRaw())));
    }

    private static Task InsertAsync(EngineFixture fixture, params string[] documents) => fixture.Database.GetCollection("pets").InsertManyAsync(documents.Select(BsonDocument.Parse));
}
