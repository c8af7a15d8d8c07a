namespace Migrations.Bytes.Tests;

public class TreeTests
{
    // A NaN with a payload, an array with odd names, a field twice, options out of order.
    private static readonly byte[] Odd = Build();

    [Test]
    public void A_changed_document_keeps_what_was_not_changed_byte_for_byte()
    {
        var document = RawDocument.FromBytes(Odd).ToBsonDocument();
        var expected = (byte[])Odd.Clone();
        expected[^5] = 2;

        document["d"] = 2;

        Assert.That(document.ToRaw().Bytes.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void Of_two_fields_of_one_name_the_first_is_found()
    {
        var raw = RawDocument.FromBytes(Convert.FromHexString("1700000010666F6F000100000010666F6F000200000000"));

        Assert.That(raw["foo"].AsInt32, Is.EqualTo(1));
        Assert.That(raw.ToBsonDocument()["foo"].AsInt32, Is.EqualTo(1));
        Assert.That(raw.ToString(), Is.EqualTo("""{ "foo" : 1, "foo" : 2 }"""));
        Assert.That(raw.ToBsonDocument().ToRaw() == raw);
    }

    [TestCase("0D000000026100010000000000", TestName = "An empty string")]
    [TestCase("0E00000002610002000000E90000", TestName = "A string of a byte that is no UTF-8")]
    [TestCase("1A0000000C61000200000062000102030405060708090A0B0C00", TestName = "A DBPointer")]
    [TestCase("0F0000000561000200000004010200", TestName = "A UUID of two bytes")]
    [TestCase("0D0000000B6100780078690000", TestName = "A regular expression with options out of order")]
    public void Values_without_an_object_of_the_drivers_keep_their_bytes(string hex)
    {
        var raw = RawDocument.FromBytes(Convert.FromHexString(hex));

        Assert.That(raw.ToBsonDocument().ToRaw().Bytes.ToArray(), Is.EqualTo(Convert.FromHexString(hex)));
        Assert.That(raw.ToString(), Does.StartWith("{ "));
    }

    [Test]
    public void A_document_with_a_name_that_is_not_utf8_is_kept_inside_another_and_refused_by_itself()
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteStartDocument("inner"u8);
        writer.WriteInt32([0xE9], 1);
        writer.WriteEndDocument();
        writer.WriteEndDocument();
        var raw = writer.ToRawDocument();

        Assert.That(raw.ToBsonDocument().ToRaw() == raw);
        Assert.That(() => raw["inner"].AsDocument.ToBsonDocument(), Throws.TypeOf<BsonFormatException>());
    }

    [Test]
    public void What_is_embedded_is_written_byte_for_byte_and_equal_by_its_bytes()
    {
        var odd = RawDocument.FromBytes(Odd);

        var holder = new BsonDocument { { "d", odd.Embed() }, { "a", odd["a"].Embed() } };

        Assert.That(holder.ToRaw()["d"].Bytes.ToArray(), Is.EqualTo(Odd));
        Assert.That(holder.ToRaw()["a"], Is.EqualTo(odd["a"]));
        Assert.That(odd.Embed(), Is.EqualTo(RawDocument.FromBytes((byte[])Odd.Clone()).Embed()));
    }

    private static byte[] Build()
    {
        using var writer = new RawWriter();
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
