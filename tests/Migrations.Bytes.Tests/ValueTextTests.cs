namespace Migrations.Bytes.Tests;

// Values as people read them in messages: as mongosh takes them.
public sealed class ValueTextTests
{
    public static IEnumerable<TestCaseData> Values =>
    [
        Case(new BsonBinaryData(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), GuidRepresentation.Standard), "UUID(\"0f8fad5b-d9cb-469f-a165-70867728950e\")"),
        Case(new BsonObjectId(new ObjectId("507f1f77bcf86cd799439011")), "ObjectId(\"507f1f77bcf86cd799439011\")"),
        Case(new BsonDateTime(0), "ISODate(\"1970-01-01T00:00:00Z\")"),
        Case(new BsonDecimal128(1.50m), "NumberDecimal(\"1.50\")"),
        Case(new BsonInt32(5), "5"),
        Case(new BsonInt64(5), "NumberLong(5)"),
        Case(new BsonDouble(5), "5.0"),
        Case(new BsonString("a \"b\"\n"), "\"a \\\"b\\\"\\n\""),
        Case(BsonNull.Value, "null"),
        Case(BsonBoolean.True, "true"),
        Case(new BsonTimestamp(1, 2), "Timestamp(1, 2)"),
        Case(new BsonRegularExpression("a.c", "i"), "/a.c/i"),
        Case(BsonMinKey.Value, "MinKey"),
        Case(new BsonDocument { { "_id", 1 }, { "tags", new BsonArray(["x", new BsonDocument()]) } }, "{ \"_id\" : 1, \"tags\" : [\"x\", { }] }"),
        Case(new BsonArray(), "[]"),
    ];

    [TestCaseSource(nameof(Values))]
    public void A_value_is_shown_as_mongosh_takes_it(BsonValue value, string text) => Assert.That(value.ToText(), Is.EqualTo(text));

    [Test]
    public void Binary_data_is_shown_with_its_subtype() => Assert.That(new BsonBinaryData([1, 2, 3]).ToText(), Does.Contain("BinData(0, \"AQID\")"));

    [Test]
    public void A_uuid_of_another_length_is_not_a_uuid()
    {
        var value = new RawValue(BsonType.Binary, new byte[] { 3, 0, 0, 0, 4, 1, 2, 3 });

        Assert.That(value.ToText(), Does.Contain("AQID").And.Not.Contains("UUID("));
    }

    [Test]
    public void A_long_text_is_cut_and_says_how_long_it_is() =>
        Assert.That(new BsonDocument("_id", new string('x', 5000)).ToText(), Is.EqualTo($"{{ \"_id\" : \"{new string('x', 100)}...\" (5,000 characters) }}"));

    [Test]
    public void A_long_text_is_not_cut_within_a_character() =>
        Assert.That(new BsonString(new string('x', 99) + string.Concat(Enumerable.Repeat("😀", 50))).ToText(), Does.StartWith($"\"{new string('x', 99)}...\""));

    [Test]
    public void Long_binary_data_is_cut_and_says_how_long_it_is() => Assert.That(new BsonBinaryData(new byte[100_000]).ToText(), Does.EndWith("... (100,000 bytes)").And.Length.LessThan(100));

    [Test]
    public void A_large_document_is_cut()
    {
        var text = new BsonDocument(Enumerable.Range(0, 10_000).Select(i => new BsonElement($"field{i}", i))).ToText();

        Assert.That(text, Does.StartWith("{ \"field0\" : 0, ").And.EndsWith(", ... }").And.Length.LessThan(600));
    }

    [Test]
    public void A_document_nested_deeply_is_cut()
    {
        BsonValue value = 1;
        for (var depth = 0; depth < 150; depth++)
        {
            value = new BsonDocument("deeper", value);
        }

        Assert.That(value.ToText(), Does.Contain("...").And.Length.LessThan(1100));
    }

    // NUnit would name a case by converting its values to text, which those of the driver refuse.
    private static TestCaseData Case(BsonValue value, string text) => new TestCaseData(value, text).SetArgDisplayNames(text);
}
