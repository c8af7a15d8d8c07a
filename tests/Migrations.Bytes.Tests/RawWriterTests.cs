namespace Migrations.Bytes.Tests;

public class RawWriterTests
{
    [Test]
    public void Names_as_text_and_as_utf8_give_the_same_bytes()
    {
        using var texts = new RawWriter(1);
        using var bytes = new RawWriter(1);

        texts.WriteStartDocument();
        bytes.WriteStartDocument();
        texts.WriteObjectId("id", ObjectId.Parse("0123456789abcdef01234567"));
        bytes.WriteObjectId("id"u8, ObjectId.Parse("0123456789abcdef01234567"));
        texts.WriteString("tëxt", "välue");
        bytes.WriteString("tëxt"u8, "välue");
        texts.WriteDecimal128("d", new Decimal128(1.5m));
        bytes.WriteDecimal128("d"u8, new Decimal128(1.5m));
        texts.WriteValue("v", new BsonDocument("x", 1));
        bytes.WriteValue("v"u8, new BsonDocument("x", 1));
        texts.WriteEndDocument();
        bytes.WriteEndDocument();

        Assert.That(texts.ToArray(), Is.EqualTo(bytes.ToArray()));
        Assert.That(texts.ToRawDocument().ToString(), Is.EqualTo("""{ "id" : { "$oid" : "0123456789abcdef01234567" }, "tëxt" : "välue", "d" : { "$numberDecimal" : "1.5" }, "v" : { "x" : 1 } }"""));
    }

    [Test]
    public void A_zero_character_in_a_name_is_refused()
    {
        using var writer = new RawWriter();

        Assert.That(() => writer.WriteNull("a\0b"), Throws.ArgumentException);
        Assert.That(() => writer.WriteNull("a\0b"u8), Throws.ArgumentException);
        Assert.That(() => new BsonDocument("a\0b", 1).ToRaw(), Throws.ArgumentException);
        Assert.That(() => new BsonDocument("n", new BsonDocument("a\0b", 1)).ToRaw(), Throws.ArgumentException);
    }

    [TestCase("a\0", "i")]
    [TestCase("a", "i\0")]
    public void A_zero_character_in_a_regular_expression_is_refused(string pattern, string options)
    {
        using var writer = new RawWriter();

        Assert.That(() => writer.WriteRegularExpression("r", pattern, options), Throws.ArgumentException);
        Assert.That(() => writer.WriteValue("r", new BsonRegularExpression(pattern, options)), Throws.ArgumentException);
    }

    [Test]
    public void Binary_data_of_the_old_subtype_get_their_inner_length()
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteBinary("b", 2, [1, 2]);
        writer.WriteEndDocument();

        var value = writer.ToRawDocument()["b"].ToBsonValue().AsBsonBinaryData;

        Assert.That(value.Bytes.ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That((int)value.SubType, Is.EqualTo(2));
        Assert.That(value.ToRawValue(), Is.EqualTo(writer.ToRawDocument()["b"]));
    }

    [Test]
    public void A_writer_can_be_used_again()
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteNull("a");
        writer.Reset();
        writer.WriteStartDocument();
        writer.WriteEndDocument();

        Assert.That(writer.ToArray(), Is.EqualTo(new byte[] { 5, 0, 0, 0, 0 }));
    }
}
