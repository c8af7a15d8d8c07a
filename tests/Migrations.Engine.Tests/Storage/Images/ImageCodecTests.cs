using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Storage.Images;

namespace Migrations.Engine.Tests.Storage.Images;

public sealed class ImageCodecTests
{
    [Test]
    public void Documents_come_back_byte_for_byte_in_their_order()
    {
        StoredDocument[] documents =
        [
            Stored("""{ "_id": 1, "b": { "$numberLong": "1" }, "a": 1.0 }""", long.MinValue),
            Stored("{}", -1),
            Stored("""{ "_id": "x", "list": [1, { "$numberDecimal": "1.10" }, null], "a": 1 }""", long.MaxValue),
        ];

        Assert.That(Unpack(ImageCodec.Pack(documents)), Is.EqualTo(documents));
    }

    [Test]
    public void Nothing_is_nothing() => Assert.That(Unpack(ImageCodec.Pack([])), Is.Empty);

    [Test]
    public void Much_of_the_same_takes_little_room()
    {
        var documents = Enumerable.Range(0, 1000).Select(i => new StoredDocument(new BsonDocument { { "_id", i }, { "text", new string('a', 1000) } }.ToRaw(), i)).ToList();

        var packed = ImageCodec.Pack(documents);

        Assert.That(packed, Has.Length.LessThan(100_000));
        Assert.That(Unpack(packed), Is.EqualTo(documents));
    }

    [Test]
    public void What_was_cut_off_is_not_taken_for_less()
    {
        var random = new Random(1);
        var noise = new byte[100_000];
        random.NextBytes(noise);
        var packed = ImageCodec.Pack([new StoredDocument(new BsonDocument("noise", new BsonBinaryData(noise)).ToRaw(), 1)]);

        Assert.That(() => Unpack(packed[..50_000]), Throws.InstanceOf<IOException>().Or.InstanceOf<InvalidOperationException>().Or.InstanceOf<InvalidDataException>());
    }

    private static IReadOnlyList<StoredDocument> Unpack(byte[] packed) => ImageCodec.Unpack(new MemoryStream(packed));

    private static StoredDocument Stored(string json, long after) => new(BsonDocument.Parse(json).ToRaw(), after);
}
