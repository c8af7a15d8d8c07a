namespace Migrations.Bson.Tests.Documents;

public class LosslessTests
{
    // A NaN with a payload, an array with odd names, a field twice, options out of order.
    private static readonly byte[] Odd = Build();

    [Test]
    public void A_changed_document_keeps_what_was_not_changed_byte_for_byte()
    {
        var document = RawBsonDocument.FromBytes(Odd).ToBsonDocument();
        var expected = (byte[])Odd.Clone();
        expected[^5] = 2;

        document["d"] = 2;

        Assert.That(document.ToRaw().Bytes.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void A_change_deep_inside_reaches_the_outermost_document()
    {
        var document = BsonDocument.FromRaw(BsonDocument.Parse("""{ "a": { "b": [ { "c": 1 } ] } }""").ToRaw());

        document["a"].AsBsonDocument["b"].AsBsonArray[0].AsBsonDocument["c"] = 5;

        Assert.That(BsonDocument.FromRaw(document.ToRaw()).ToJson(), Is.EqualTo("""{"a":{"b":[{"c":5}]}}"""));
    }

    [Test]
    public void Reading_everything_changes_nothing()
    {
        var document = RawBsonDocument.FromBytes(Odd).ToBsonDocument();

        _ = document.ToJson(JsonOutputMode.Canonical);

        Assert.That(document.ToRaw().Bytes.ToArray(), Is.EqualTo(Odd));
    }

    [Test]
    public void A_clone_does_not_see_later_changes()
    {
        var document = BsonDocument.Parse("""{ "a": { "b": 1 } }""");
        var clone = document.DeepClone();

        document["a"].AsBsonDocument["b"] = 2;

        Assert.That(clone.ToJson(), Is.EqualTo("""{"a":{"b":1}}"""));
    }

    [Test]
    public void Of_two_fields_of_one_name_the_first_is_found()
    {
        var raw = RawBsonDocument.FromBytes(Convert.FromHexString("1700000010666F6F000100000010666F6F000200000000"));

        Assert.That(raw["foo"].AsInt32, Is.EqualTo(1));
        Assert.That(raw.ToBsonDocument()["foo"].AsInt32, Is.EqualTo(1));
        Assert.That(raw.ToJson(), Is.EqualTo("""{"foo":1,"foo":2}"""));
        Assert.That(BsonDocument.FromRaw(raw).DeepClone().ToRaw() == raw);
    }

    private static byte[] Build()
    {
        using var writer = new BsonWriter();
        writer.WriteStartDocument();
        writer.WriteDouble("a", BitConverter.Int64BitsToDouble(0x7FF0000000000001));
        writer.WriteStartDocument("b"u8);
        writer.WriteStartArray("c");
        writer.WriteBoolean("9"u8, true);
        writer.WriteRaw("9", BsonType.RegularExpression, "a\0xi\0"u8);
        writer.WriteEndArray();
        writer.WriteNull("c");
        writer.WriteEndDocument();
        writer.WriteInt32("d", 1);
        writer.WriteEndDocument();
        return writer.ToArray();
    }
}
