using Migrations.Bytes;
using Migrations.Engine.Passes;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

// What is announced of a document is what the server makes of it.
public sealed class OperatorForecastTests
{
    [TestCase("""{ "a": 1 }""", """{ "$set": { "b.c": 2, "a": { "d": [] } } }""")]
    [TestCase("""{ "a": { "b": 1, "c": 2 }, "d": 3 }""", """{ "$unset": { "a.b": "", "none": "", "d": "" } }""")]
    [TestCase("""{ "a": [{ "b": 1 }, 2] }""", """{ "$set": { "a.0.b": 5 } }""")]
    [TestCase("""{ "a": 1, "b": 2 }""", """{ "$rename": { "a": "b" } }""")]
    [TestCase("""{ "a": { "b": 1 }, "c": 2 }""", """{ "$rename": { "a.b": "d.e", "none": "c" } }""")]
    [TestCase("""{ "a": 1 }""", """{ "$inc": { "a": 2, "b": 3, "c.d": { "$numberLong": "4" } } }""")]
    [TestCase("""{ "a": 2147483647 }""", """{ "$inc": { "a": 1 } }""")]
    [TestCase("""{ "a": { "$numberLong": "9000000000" }, "b": 1.5 }""", """{ "$inc": { "a": 1, "b": 2 } }""")]
    [TestCase("""{ "a": 3, "b": 100000 }""", """{ "$mul": { "a": 2.5, "b": 100000, "c": 7 } }""")]
    public async Task A_forecast_is_what_the_server_does(string document, string update)
    {
        await using var fixture = await EngineFixture.CreateAsync(isInitialised: false);
        var before = new BsonDocument("_id", 1).AddRange(BsonDocument.Parse(document));
        await fixture.Database.GetCollection("things").InsertOneAsync(before);
        await fixture.Database.GetCollection("things").UpdateOneAsync("{}", update);

        var forecast = OperatorForecast.Apply((BsonDocument)before.DeepClone(), BsonDocument.Parse(update));

        var after = (await fixture.ReadAsync("things")).Single();
        Assert.That(OperatorForecast.IsPossible(BsonDocument.Parse(update)), Is.True);
        Assert.That(Sorted(forecast!), Is.EqualTo(Sorted(after)));
    }

    [TestCase("""{ "a": "text" }""", """{ "$inc": { "a": 1 } }""")]
    [TestCase("""{ "a": [1] }""", """{ "$inc": { "a.0": 1 } }""")]
    [TestCase("""{ "a": { "$numberLong": "9223372036854775807" } }""", """{ "$inc": { "a": 1 } }""")]
    [TestCase("""{ "a": { "$numberDecimal": "1.10" } }""", """{ "$inc": { "a": 1 } }""")]
    [TestCase("""{ "a": 1 }""", """{ "$set": { "a.b": 1 } }""")]
    public void What_is_not_certain_is_not_foretold(string document, string update) =>
        Assert.That(OperatorForecast.Apply(BsonDocument.Parse(document), BsonDocument.Parse(update)), Is.Null);

    [TestCase("""{ "$push": { "a": 1 } }""")]
    [TestCase("""{ "$set": { "a": 1 }, "$currentDate": { "b": true } }""")]
    [TestCase("""{ "$inc": { "a.$[]": 1 } }""")]
    public void Other_operators_are_left_to_the_server(string update) => Assert.That(OperatorForecast.IsPossible(BsonDocument.Parse(update)), Is.False);

    // By bytes: the driver takes 1 for 1.0. The server decides where new fields go.
    private static List<string> Sorted(BsonDocument document) =>
        [.. document.Elements.OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => Convert.ToHexString(new BsonDocument(e.Name, e.Value is BsonDocument inner ? new BsonArray(Sorted(inner)) : e.Value).ToRaw().Bytes.Span))];
}
