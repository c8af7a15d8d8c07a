using System.Text.Json;
using Migrations.Bytes;
using Migrations.Bytes.Tests.Specifications;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Tests.Kinds.Typed;

// What a migration does not touch stays as it is, whatever it is: https://github.com/mongodb/specifications/blob/master/source/bson-corpus/bson-corpus.md
public sealed class CorpusTests
{
    private static IReadOnlyList<CorpusDocument> Documents { get; } = CorpusDocument.All();

    [OneTimeSetUp]
    public void Require_the_corpus() => SpecificationFolder.RequireCases(Documents.Count);

    [TestCaseSource(nameof(Documents))]
    public void A_document_that_no_class_declares_stays_byte_for_byte(CorpusDocument document) => AssertUntouched<Nothing, Nothing>(document.Bytes);

    [TestCaseSource(nameof(Documents))]
    public void So_it_does_between_two_classes(CorpusDocument document) => AssertUntouched<Nothing, Other>(document.Bytes);

    [TestCaseSource(nameof(Documents))]
    public void It_stays_inside_of_what_a_class_declares(CorpusDocument document)
    {
        AssertUntouched<Holder<Nothing>, Holder<Other>>(HandmadeBson.Of([3, .. "Value\0"u8, .. document.Bytes]));
        AssertUntouched<Parts<Nothing>, Parts<Other>>(HandmadeBson.Of([4, .. "Items\0"u8, .. HandmadeBson.Of([3, .. "0\0"u8, .. document.Bytes])]));
    }

    [TestCaseSource(nameof(Documents))]
    public void It_stays_beside_a_change(CorpusDocument document)
    {
        byte[] changed = HandmadeBson.Of([3, .. "Value\0"u8, .. document.Bytes], HandmadeBson.Text("zz", "old"));
        using var transform = new TypedTransform<Changed, Changed>((_, output) => output.Text = "new", TypeRewriting.None);

        var after = transform.Apply(new RawDocument(changed))!.Value.After!.Value.Bytes.ToArray();

        Assert.That(after, Is.EqualTo(HandmadeBson.Of([3, .. "Value\0"u8, .. document.Bytes], HandmadeBson.Text("zz", "new"))));
    }

    [TestCaseSource(nameof(Documents))]
    public void A_class_that_takes_everything_leaves_it_or_refuses_it_by_name(CorpusDocument document)
    {
        using var transform = new TypedTransform<WithRest, WithRest>((_, _) => { }, TypeRewriting.None);
        try
        {
            Assert.That(transform.Apply(new RawDocument(document.Bytes)), Is.Null);
        }
        catch (DocumentMappingException e)
        {
            Assert.That(e.Message, Does.Contain(nameof(WithRest)));
        }
    }

    [Test]
    public void Depth_of_120_levels_stays_where_no_class_declares_it()
    {
        byte[] deep = [5, 0, 0, 0, 0];
        for (var i = 0; i < 120; i++)
        {
            deep = HandmadeBson.Of([3, .. "d\0"u8, .. deep]);
        }

        AssertUntouched<Nothing, Nothing>(deep);
        AssertUntouched<Holder<Nothing>, Holder<Other>>(HandmadeBson.Of([3, .. "Value\0"u8, .. deep]));
    }

    [Test]
    public void Text_that_is_not_UTF8_stays_where_no_class_declares_it()
    {
        byte[] bad = [2, (byte)'b', 0xC3, 0, 3, 0, 0, 0, 0xC3, 0x28, 0];

        AssertUntouched<Nothing, Other>(HandmadeBson.Of(bad, bad));
        Assert.That(() => HandmadeBson.After<Holder<string>>(HandmadeBson.Of([2, .. "Value\0"u8, 3, 0, 0, 0, 0xC3, 0x28, 0]), _ => { }), Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Value"));
    }

    private static void AssertUntouched<TIn, TOut>(byte[] document)
        where TIn : class
        where TOut : class
    {
        using var transform = new TypedTransform<TIn, TOut>((_, _) => { }, TypeRewriting.None);

        Assert.That(transform.Apply(new RawDocument(document)), Is.Null);
    }

    public sealed record CorpusDocument(string Name, byte[] Bytes)
    {
        public static IReadOnlyList<CorpusDocument> All() => [.. SpecificationFolder.Files("bson-corpus").SelectMany(file => Read(file.Name, file.Content))];

        public override string ToString() => Name;

        private static IEnumerable<CorpusDocument> Read(string name, JsonElement content)
        {
            foreach (var document in content.TryGetProperty("valid", out var valid) ? valid.EnumerateArray().ToList() : [])
            {
                foreach (var form in new[] { "canonical_bson", "degenerate_bson" }.Where(f => document.TryGetProperty(f, out _)))
                {
                    yield return new CorpusDocument($"{name}: {document.GetProperty("description")} ({form})", Convert.FromHexString(document.GetProperty(form).GetString()!));
                }
            }
        }
    }

    internal sealed class Nothing
    {
        public string? NotInAnyDocument { get; set; }
    }

    internal sealed class Other
    {
        public int? NorThis { get; set; }
    }

    internal sealed class Changed
    {
        [MongoDB.Bson.Serialization.Attributes.BsonElement("zz")]
        public string? Text { get; set; }

        public Nothing? Value { get; set; }
    }
}
