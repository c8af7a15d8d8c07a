namespace Migrations.Bson.Tests.Specifications;

public class VectorTests
{
    private static IEnumerable<VectorCase> Valid => VectorCase.All.Where(c => c.IsValid);

    private static IEnumerable<VectorCase> FaultyBytes => VectorCase.All.Where(c => !c.IsValid && c.Bytes is not null);

    [Test]
    public void The_official_vectors_are_there() => SpecificationFolder.RequireCases(VectorCase.All.Count);

    [TestCaseSource(nameof(Valid))]
    public void A_vector_is_written_as_its_bytes(VectorCase vector) =>
        Assert.That(new BsonDocument(vector.Key, vector.Encode().ToBinaryData()).ToRaw().Bytes.ToArray(), Is.EqualTo(vector.Bytes));

    [TestCaseSource(nameof(Valid))]
    public void A_vector_is_read_from_its_bytes(VectorCase vector)
    {
        var binary = RawBsonDocument.FromBytes(vector.Bytes)[vector.Key].ToBsonValue().AsBsonBinaryData;

        var read = BsonVector.FromBinaryData(binary);

        Assert.That(read.Type, Is.EqualTo(vector.Type));
        Assert.That(read.Padding, Is.EqualTo(vector.Padding));
        Assert.That(VectorCase.Decode(read), Is.EqualTo(vector.Numbers!.Select(n => vector.Type == BsonVectorType.Float32 ? (float)n : n)));
    }

    [TestCaseSource(nameof(FaultyBytes))]
    public void Bytes_that_are_no_vector_are_refused(VectorCase vector)
    {
        var binary = RawBsonDocument.FromBytes(vector.Bytes)[vector.Key].ToBsonValue().AsBsonBinaryData;

        Assert.That(() => BsonVector.FromBinaryData(binary), Throws.TypeOf<BsonFormatException>());
    }

    [TestCase(8, 1)]
    [TestCase(1, 0)]
    public void Bits_with_a_padding_that_cannot_be_are_refused(byte padding, int bytes) =>
        Assert.That(() => BsonVector.FromPackedBits(new byte[bytes], padding), Throws.ArgumentException);

    [Test]
    public void Bits_count_without_their_padding() => Assert.That(BsonVector.FromPackedBits([0xFF, 0xE0], 5).Count, Is.EqualTo(11));

    [Test]
    public void A_vector_of_another_type_is_not_converted() =>
        Assert.That(() => BsonVector.FromInt8([1]).ToFloat32(), Throws.TypeOf<InvalidCastException>());
}
