namespace Migrations.Bytes.Tests;

public class RawReaderTests
{
    [Test]
    public void A_fault_deep_inside_is_named_by_its_byte_in_the_whole_document()
    {
        var bytes = BsonDocument.Parse("""{ "a": { "b": { "c": true } } }""").ToRaw().Bytes.ToArray();
        var place = bytes.Length - 4;
        bytes[place] = 7;

        Assert.That(() => RawDocument.FromBytes(bytes).Validate(), Throws.TypeOf<BsonFormatException>().With.Property(nameof(BsonFormatException.Offset)).EqualTo(place));
    }

    [Test]
    public void Two_hundred_levels_are_read_and_one_more_is_refused()
    {
        Assert.That(() => Nested(200).Validate(), Throws.Nothing);
        Assert.That(() => Nested(200).ToBsonDocument(), Throws.Nothing);
        Assert.That(() => Nested(201).Validate(), Throws.TypeOf<BsonFormatException>());
        Assert.That(() => Nested(201).ToBsonDocument(), Throws.TypeOf<BsonFormatException>());
    }

    [Test]
    public void A_hundred_thousand_levels_end_in_an_error_and_not_in_a_crash()
    {
        var document = Nested(100_000);

        Assert.That(document.Validate, Throws.TypeOf<BsonFormatException>());
        Assert.That(() => document.ToBsonDocument(), Throws.TypeOf<BsonFormatException>());
        Assert.That(() => document.ToString(), Throws.TypeOf<BsonFormatException>());
    }

    [Test]
    public void Walking_over_a_document_allocates_nothing()
    {
        var document = BsonDocument.Parse("""{ "a": 1, "b": "text", "c": [1, 2, 3], "d": { "e": 1 } }""").ToRaw();
        _ = Walk(document);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = Walk(document);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(count, Is.EqualTo(7));
        Assert.That(after - before, Is.Zero);
    }

    private static int Walk(RawDocument document)
    {
        var count = document.TryGetValue("d", out _) && document.TryGetValue("a"u8, out _) ? 0 : -100;
        foreach (var element in document)
        {
            count++;
            if (element.Value.Type == BsonType.Array)
            {
                foreach (var item in element.Value.AsArray)
                {
                    count += item.AsInt32 > 0 ? 1 : 0;
                }
            }
        }

        return count;
    }

    // From the inside out: each level is 4 bytes of length, the type, an empty name and the end.
    private static RawDocument Nested(int levels)
    {
        var bytes = new byte[5 + ((levels - 1) * 7)];
        for (var level = 0; level < levels; level++)
        {
            var start = level * 6;
            BitConverter.TryWriteBytes(bytes.AsSpan(start), bytes.Length - (level * 7));
            if (level < levels - 1)
            {
                bytes[start + 4] = (byte)BsonType.Document;
            }
        }

        return RawDocument.FromBytes(bytes);
    }
}
