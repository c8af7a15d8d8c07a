namespace Migrations.Bson.Tests.Specifications;

public class CorpusTests
{
    private static IReadOnlyList<CorpusCase> Valid => CorpusCase.All("valid");

    private static IEnumerable<CorpusCase> Degenerate => Valid.Where(c => c.DegenerateBson is not null);

    private static IEnumerable<CorpusCase> Relaxed => Valid.Where(c => c.RelaxedJson is not null);

    private static IEnumerable<CorpusCase> DegenerateJson => Valid.Where(c => c.DegenerateJson is not null);

    private static IReadOnlyList<CorpusCase> DecodeErrors => CorpusCase.All("decodeErrors");

    private static IReadOnlyList<CorpusCase> ParseErrors => CorpusCase.All("parseErrors");

    [Test]
    public void The_official_corpus_is_there() => SpecificationFolder.RequireCases(Valid.Count);

    [TestCaseSource(nameof(Valid))]
    public void Bytes_that_are_read_are_written_as_they_were(CorpusCase corpus)
    {
        var document = RawBsonDocument.FromBytes(corpus.CanonicalBson);

        document.Validate();

        Assert.That(document.ToBsonDocument().ToRaw().Bytes.ToArray(), Is.EqualTo(corpus.CanonicalBson));
    }

    [TestCaseSource(nameof(Valid))]
    public void A_tree_that_is_built_anew_has_the_same_bytes(CorpusCase corpus)
    {
        var document = Rebuilt.Of(RawBsonDocument.FromBytes(corpus.CanonicalBson).ToBsonDocument());

        Assert.That(document.ToRaw().Bytes.ToArray(), Is.EqualTo(corpus.CanonicalBson));
    }

    [TestCaseSource(nameof(Valid))]
    public void Canonical_json_is_written_from_bytes(CorpusCase corpus) =>
        Assert.That(Json(corpus.CanonicalBson, JsonOutputMode.Canonical), Is.EqualTo(JsonTokens.Of(corpus.CanonicalJson)));

    [TestCaseSource(nameof(Valid))]
    public void Canonical_json_is_read_and_written_again(CorpusCase corpus)
    {
        var document = BsonDocument.Parse(corpus.CanonicalJson);

        Assert.That(JsonTokens.Of(document.ToJson(JsonOutputMode.Canonical)), Is.EqualTo(JsonTokens.Of(corpus.CanonicalJson)));
        if (!corpus.IsLossy)
        {
            Assert.That(document.ToRaw().Bytes.ToArray(), Is.EqualTo(corpus.CanonicalBson));
        }
    }

    [TestCaseSource(nameof(Relaxed))]
    public void Relaxed_json_is_written_from_bytes(CorpusCase corpus) =>
        Assert.That(Json(corpus.CanonicalBson, JsonOutputMode.Relaxed), Is.EqualTo(JsonTokens.Of(corpus.RelaxedJson!)));

    [TestCaseSource(nameof(Relaxed))]
    public void Relaxed_json_is_read_and_written_again(CorpusCase corpus) =>
        Assert.That(JsonTokens.Of(BsonDocument.Parse(corpus.RelaxedJson!).ToJson()), Is.EqualTo(JsonTokens.Of(corpus.RelaxedJson!)));

    [TestCaseSource(nameof(Degenerate))]
    public void Degenerate_bytes_are_read_kept_and_become_canonical_by_json(CorpusCase corpus)
    {
        var document = RawBsonDocument.FromBytes(corpus.DegenerateBson!);

        var json = document.ToJson(JsonOutputMode.Canonical);

        Assert.That(JsonTokens.Of(json), Is.EqualTo(JsonTokens.Of(corpus.CanonicalJson)));
        Assert.That(document.ToBsonDocument().ToRaw().Bytes.ToArray(), Is.EqualTo(corpus.DegenerateBson));
        if (!corpus.IsLossy)
        {
            Assert.That(BsonDocument.Parse(json).ToRaw().Bytes.ToArray(), Is.EqualTo(corpus.CanonicalBson));
        }
    }

    [TestCaseSource(nameof(DegenerateJson))]
    public void Degenerate_json_is_read_and_becomes_canonical(CorpusCase corpus)
    {
        var document = BsonDocument.Parse(corpus.DegenerateJson!);

        Assert.That(JsonTokens.Of(document.ToJson(JsonOutputMode.Canonical)), Is.EqualTo(JsonTokens.Of(corpus.CanonicalJson)));
        if (!corpus.IsLossy)
        {
            Assert.That(document.ToRaw().Bytes.ToArray(), Is.EqualTo(corpus.CanonicalBson));
        }
    }

    [TestCaseSource(nameof(DecodeErrors))]
    public void Faulty_bytes_are_refused(CorpusCase corpus)
    {
        Assert.That(() => RawBsonDocument.FromBytes(corpus.FaultyBson).Validate(), Throws.TypeOf<BsonFormatException>());
        Assert.That(() => RawBsonDocument.FromBytes(corpus.FaultyBson).ToJson(), Throws.TypeOf<BsonFormatException>());
    }

    [TestCaseSource(nameof(ParseErrors))]
    public void Faulty_text_is_refused(CorpusCase corpus)
    {
        if (corpus.BsonType == "0x13")
        {
            Assert.That(() => Decimal128.Parse(corpus.FaultyText), Throws.InstanceOf<FormatException>());
        }
        else
        {
            Assert.That(() => BsonDocument.Parse(corpus.FaultyText).ToRaw(), Throws.TypeOf<ExtendedJsonException>());
        }
    }

    private static IReadOnlyList<string> Json(byte[] bytes, JsonOutputMode mode) => JsonTokens.Of(RawBsonDocument.FromBytes(bytes).ToJson(mode));
}
