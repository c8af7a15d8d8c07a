namespace Migrations.Bytes.Tests.Specifications;

public class CorpusTests
{
    private static IReadOnlyList<CorpusCase> Valid => CorpusCase.All("valid");

    private static IEnumerable<CorpusCase> Degenerate => Valid.Where(c => c.DegenerateBson is not null);

    private static IReadOnlyList<CorpusCase> DecodeErrors => CorpusCase.All("decodeErrors");

    [Test]
    public void The_official_corpus_is_there() => SpecificationFolder.RequireCases(Valid.Count);

    [TestCaseSource(nameof(Valid))]
    public void The_drivers_objects_are_written_as_the_bytes_that_they_were_read_from(CorpusCase corpus)
    {
        var document = RawDocument.FromBytes(corpus.CanonicalBson);

        document.Validate();

        Assert.That(document.ToBsonDocument().ToRaw().Bytes.ToArray(), Is.EqualTo(corpus.CanonicalBson));
    }

    [TestCaseSource(nameof(Degenerate))]
    public void Degenerate_bytes_are_kept_as_documents_and_as_values(CorpusCase corpus)
    {
        var document = RawDocument.FromBytes(corpus.DegenerateBson!);

        var value = new RawValue(BsonType.Document, document.Bytes).ToBsonValue();

        Assert.That(value.ToRawValue().Bytes.ToArray(), Is.EqualTo(corpus.DegenerateBson));
    }

    [TestCaseSource(nameof(Valid))]
    public void Every_document_has_a_text_for_people(CorpusCase corpus) =>
        Assert.That(RawDocument.FromBytes(corpus.CanonicalBson).ToString(), Does.StartWith("{ ").And.EndsWith("}"));

    [TestCaseSource(nameof(DecodeErrors))]
    public void Faulty_bytes_are_refused(CorpusCase corpus) =>
        Assert.That(() => RawDocument.FromBytes(corpus.FaultyBson).Validate(), Throws.TypeOf<BsonFormatException>());
}
