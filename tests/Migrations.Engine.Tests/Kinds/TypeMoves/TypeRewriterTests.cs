using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.TypeMoves;

namespace Migrations.Engine.Tests.Kinds.TypeMoves;

public sealed class TypeRewriterTests
{
    [TestCase("""{"_t":"OldDog"}""", """{"_t":"Dog"}""", TestName = "At_the_top")]
    [TestCase("""{"a":{"b":{"_t":"OldDog","n":1}},"c":1.5}""", """{"a":{"b":{"_t":"Dog","n":1}},"c":1.5}""", TestName = "Nested")]
    [TestCase("""{"a":[[1,{"_t":"OldDog"}],{"_t":"Cat"}]}""", """{"a":[[1,{"_t":"Dog"}],{"_t":"Cat"}]}""", TestName = "In_arrays_of_arrays")]
    [TestCase("""{"_t":["RAnimal","OldDog"]}""", """{"_t":["Animal","Dog"]}""", TestName = "Each_name_of_a_line_of_classes")]
    [TestCase("""{"_t":"Shop.Old.Cat, Shop"}""", """{"_t":"Shop.Cat, Shop"}""", TestName = "Full_name_with_its_assembly")]
    [TestCase("""{"p":{"_t":["RAnimal","Gone"]}}""", """{"p":{"_t":["RAnimal","Gone"]}}""", TestName = "Not_in_a_deleted_type")]
    [TestCase("""{"p":{"_t":"Gone","inner":{"_t":"OldDog"}},"q":{"_t":"OldDog"}}""", """{"p":{"_t":"Gone","inner":{"_t":"OldDog"}},"q":{"_t":"Dog"}}""", TestName = "Not_below_a_deleted_type")]
    [TestCase("""{"_t":["Gone","OldDog"]}""", """{"_t":["Gone","Dog"]}""", TestName = "Beside_a_deleted_base_class")]
    [TestCase("""{"_id":{"_t":"OldDog"},"x":["OldDog"],"t":"OldDog","y_t":"OldDog","_tt":"OldDog"}""", """{"_id":{"_t":"OldDog"},"x":["OldDog"],"t":"OldDog","y_t":"OldDog","_tt":"OldDog"}""", TestName = "Not_elsewhere_and_not_in_the_id")]
    [TestCase("""{"_t":5,"a":{"_t":{"_t":"OldDog"}},"b":{"_t":[1,{"_t":"OldDog"}]}}""", """{"_t":5,"a":{"_t":{"_t":"Dog"}},"b":{"_t":[1,{"_t":"Dog"}]}}""", TestName = "Where_the_element_is_no_text")]
    public void Names_are_replaced(string before, string after)
    {
        var document = BsonDocument.Parse(before).ToRaw();

        Assert.That((NewRewriter().Rewrite(document) ?? document).ToString(), Is.EqualTo(BsonDocument.Parse(after).ToString()));
    }

    [Test]
    public void A_document_without_moved_types_is_not_copied()
    {
        Assert.That(NewRewriter().Rewrite(BsonDocument.Parse("""{ "_id": 1, "a": [{ "b": 1 }] }""").ToRaw()), Is.Null);
        Assert.That(NewRewriter().Rewrite(BsonDocument.Parse("""{ "_t": "Dog", "a": { "_t": "Gone" } }""").ToRaw()), Is.Null);
    }

    [Test]
    public void A_document_without_types_costs_no_memory()
    {
        var document = BsonDocument.Parse("""{ "_id": 1, "a": [{ "b": 1 }], "c": { "d": "e" } }""").ToRaw();
        var rewriter = NewRewriter();
        rewriter.Rewrite(document);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            rewriter.Rewrite(document);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000));
    }

    [Test]
    public void A_name_that_is_not_text_as_UTF8_stays()
    {
        var bytes = BsonDocument.Parse("""{ "_t": "xx" }""").ToRaw().Bytes.ToArray();
        bytes[^4] = 0xFF;

        Assert.That(NewRewriter().Rewrite(new RawDocument(bytes)), Is.Null);
    }

    [TestCase(150, true)]
    [TestCase(20_000, false)]
    public void Nesting_is_followed_as_deep_as_documents_may_go(int depth, bool isRewritten)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        for (var i = 0; i < depth; i++)
        {
            writer.WriteStartDocument("a");
            writer.WriteString("_t", "OldDog");
        }

        for (var i = 0; i <= depth; i++)
        {
            writer.WriteEndDocument();
        }

        var document = writer.ToRawDocument();

        Assert.That(() => NewRewriter().Rewrite(document), isRewritten ? Is.Not.Null : Throws.TypeOf<BsonFormatException>());
    }

    [Test]
    public void A_map_and_then_its_inverse_give_the_same_bytes([Range(1, 200)] int seed)
    {
        var map = new TypeMap().MoveType("A", "B").MoveType("B", "A").MoveType("C", "Longer.Name.C").MoveNamespace("Ns", "Other.Ns").Then(new TypeMap().MoveType("D", "E").MoveNamespace("Other.Ns", "N"));
        var document = new RandomDocuments(seed).Next("A", "B", "C", "D", "Ns.X", "Ns.Deep.Y, Assembly", "Unknown");

        var moved = new TypeRewriter(map.Resolve).Rewrite(document) ?? document;
        var back = new TypeRewriter(map.Inverse().Resolve).Rewrite(moved) ?? moved;

        moved.Validate();
        Assert.That(back, Is.EqualTo(document));
        Assert.That(moved.ToString(), Does.Not.Contain("""
            "_t":"C"
            """).And.Not.Contain("""
            "_t":"D"
            """).And.Not.Contain("""
            "_t":"Ns.
            """));
    }

    private static TypeRewriter NewRewriter() =>
        new(new TypeMap().MoveType("OldDog", "Dog").MoveType("RAnimal", "Animal").MoveNamespace("Shop.Old", "Shop").DeleteType("Gone").Resolve);
}
