using Migrations.Bson;

namespace Migrations.IntegrationTests.Engine;

// Documents that nobody would write and that collections have all the same: whatever is in them comes through byte for byte.
public sealed class StrangeDocumentTests
{
    private static readonly string[] Documents =
    [
        """{ "double": { "$numberDouble": "-0.0" }, "nan": { "$numberDouble": "NaN" }, "int": { "$numberInt": "-2147483648" }, "long": { "$numberLong": "9223372036854775807" }, "decimal": { "$numberDecimal": "1.000E+3" } }""",
        """{ "binary": { "$binary": { "base64": "AQID", "subType": "80" } }, "uuid": { "$uuid": "c8edabc3-f738-4ca3-b68d-ab92a91478a3" }, "oid": { "$oid": "56e1fc72e0c917e9c4714161" } }""",
        """{ "regex": { "$regularExpression": { "pattern": "a.*b", "options": "im" } }, "code": { "$code": "f()" }, "timestamp": { "$timestamp": { "t": 5, "i": 6 } }, "date": { "$date": { "$numberLong": "-1" } } }""",
        """{ "min": { "$minKey": 1 }, "max": { "$maxKey": 1 }, "null": null, "bool": false, "empty": {}, "none": [], "nested": { "a": [{ "b": [[1, 2], { "c": null }] }] } }""",
        """{ "": "no name", "ünïcödé": "日本", "with space": 1, "a.b": { "c.d": 1 }, "inner": { "$set": 1, "": 2 } }""",
    ];

    [Test]
    public async Task Everything_else_in_a_document_comes_through(
        [Values("typed", "raw")] string tree,
        [Values(TransactionMode.Require, TransactionMode.Never)] TransactionMode transaction)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await fixture.Database.GetCollection("counters").InsertManyAsync(Documents.Select((text, i) => Counted(BsonDocument.Parse(text), i)));
        var before = await fixture.ReadAsync("counters");

        await fixture.MigrateAsync(tree, transaction, batchSize: 2);
        var after = await fixture.ReadAsync("counters");
        await fixture.RollBackAsync(tree, transaction);

        Assert.That(before, Has.Count.EqualTo(Documents.Length));
        for (var i = 0; i < before.Count; i++)
        {
            Assert.That(after[i].ToJson(JsonOutputMode.Canonical), Is.EqualTo(Counted(before[i], i, 1).ToJson(JsonOutputMode.Canonical)));
        }

        Assert.That((await fixture.ReadAsync("counters")).Select(d => d.ToJson(JsonOutputMode.Canonical)), Is.EqualTo(before.Select(d => d.ToJson(JsonOutputMode.Canonical))));
    }

    [Test]
    public async Task A_document_of_nearly_the_greatest_size_is_migrated([Values("typed", "raw")] string tree)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        var text = new string('x', (16 * 1024 * 1024) - 200);
        await fixture.Database.GetCollection("counters").InsertOneAsync(new BsonDocument { { "_id", 1 }, { "count", 0 }, { "text", text } });

        await fixture.MigrateAsync(tree);

        var document = (await fixture.ReadAsync("counters")).Single();
        Assert.That(document["count"].AsInt32, Is.EqualTo(1));
        Assert.That(document["text"].AsString, Has.Length.EqualTo(text.Length));
    }

    // _id and count stand first, as the server keeps them.
    private static BsonDocument Counted(BsonDocument document, int id, int count = 0)
    {
        var counted = new BsonDocument { { "_id", id }, { "count", count } };
        foreach (var field in document.Elements.Where(f => f.Name is not ("_id" or "count")))
        {
            counted.Add(field.Name, field.Value);
        }

        return counted;
    }
}
