namespace Migrations.Bson.Tests.Mapping;

// Read exactly or not at all; what does not fit is named.
public class MismatchTests
{
    [Test]
    public void The_message_names_member_path_and_bson_type() =>
        Assert.That(
            () => BsonSerializer.Deserialize<Order>(BsonDocument.Parse("""{ "Lines": [{}, {}, { "Price": "free" }] }""")),
            Throws.TypeOf<BsonMappingException>()
                .With.Property(nameof(BsonMappingException.Path)).EqualTo("Lines.2.Price")
                .And.Property(nameof(BsonMappingException.Member)).EqualTo("Line.Price")
                .And.Message.Contains("String").And.Message.Contains("Decimal"));

    [TestCase("""{ "Int": 1.5 }""")]
    [TestCase("""{ "Int": { "$numberLong": "4294967296" } }""")]
    [TestCase("""{ "Int": null }""")]
    [TestCase("""{ "Int": "1" }""")]
    [TestCase("""{ "Long": { "$numberDouble": "NaN" } }""")]
    [TestCase("""{ "Long": { "$numberDecimal": "1.5" } }""")]
    [TestCase("""{ "Single": 0.1 }""")]
    [TestCase("""{ "Double": { "$numberLong": "9007199254740993" } }""")]
    [TestCase("""{ "Decimal": { "$numberDecimal": "1E-40" } }""")]
    [TestCase("""{ "Decimal": { "$numberDouble": "1E-40" } }""")]
    [TestCase("""{ "Day": { "$date": "2026-01-02T03:00:00Z" } }""")]
    [TestCase("""{ "Clock": -1 }""")]
    [TestCase("""{ "Time": { "$date": { "$numberLong": "9223372036854775807" } } }""")]
    [TestCase("""{ "Guid": { "$binary": { "base64": "yO2rw/c4TKO2jauSqRR4ow==", "subType": "03" } } }""")]
    [TestCase("""{ "Offset": { "Ticks": -1, "Offset": 0 } }""")]
    [TestCase("""{ "Offset": {} }""")]
    [TestCase("""{ "Wide": "Tiny" }""")]
    [TestCase("""{ "Array": [null] }""")]
    [TestCase("""{ "Map": { "k": "v" } }""")]
    public void What_would_lose_something_is_refused(string json) =>
        Assert.That(() => BsonSerializer.Deserialize<Everything>(BsonDocument.Parse(json)), Throws.TypeOf<BsonMappingException>().With.Message.Contains("Everything."));

    [TestCase("""{ "Int": 1.0 }""")]
    [TestCase("""{ "Int": { "$numberLong": "1" } }""")]
    [TestCase("""{ "Long": { "$numberDecimal": "1.0" } }""")]
    [TestCase("""{ "Double": 1 }""")]
    [TestCase("""{ "Double": { "$numberDecimal": "0.1" } }""")]
    [TestCase("""{ "Decimal": 0.1 }""")]
    [TestCase("""{ "Colour": "Green" }""")]
    [TestCase("""{ "Offset": { "$date": "2026-01-02T03:00:00Z" } }""")]
    [TestCase("""{ "Offset": [{ "$numberLong": "637134336000000000" }, 60] }""")]
    [TestCase("""{ "Text": null, "Maybe": null, "Document": null, "Any": null, "Value": null }""")]
    public void What_loses_nothing_is_read(string json) =>
        Assert.That(() => BsonSerializer.Deserialize<Everything>(BsonDocument.Parse(json)), Throws.Nothing);

    [Test]
    public void A_time_of_no_kind_is_written_as_utc()
    {
        BsonValue value = new DateTime(1969, 12, 31, 23, 59, 59, DateTimeKind.Unspecified).AddTicks(1);

        Assert.That(value.AsBsonDateTime.MillisecondsSinceEpoch, Is.EqualTo(-1000));
    }
}
