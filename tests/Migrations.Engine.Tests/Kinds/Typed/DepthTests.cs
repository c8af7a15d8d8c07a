namespace Migrations.Engine.Tests.Kinds.Typed;

// A representation that changes is written wherever it lies.
public sealed class DepthTests
{
    [Test]
    public void A_longer_number_is_written_in_a_list() => AssertWritten<Parts<int>, Parts<long>>("""{ "_id": 1, "Items": [1, 2] }""", """[{ "$numberLong" : "1" }, { "$numberLong" : "2" }]""");

    [Test]
    public void In_a_nullable_one() => AssertWritten<Parts<int?>, Parts<long?>>("""{ "_id": 1, "Items": [1, null] }""", """[{ "$numberLong" : "1" }, null]""");

    [Test]
    public void In_an_element_of_a_list() => AssertWritten<Parts<Holder<int>>, Parts<Holder<long>>>("""{ "_id": 1, "Items": [{ "_id": 1, "Value": 1, "x": 1 }] }""", """{ "_id" : { "$numberInt" : "1" }, "Value" : { "$numberLong" : "1" }, "x" : { "$numberInt" : "1" }""");

    [Test]
    public void In_a_list_of_lists() => AssertWritten<Parts<List<int>>, Parts<List<long>>>("""{ "_id": 1, "Items": [[1]] }""", """[[{ "$numberLong" : "1" }]]""");

    [Test]
    public void In_a_value_of_a_dictionary() => AssertWritten<ByName<int>, ByName<long>>("""{ "_id": 1, "Map": { "a": 1 } }""", """{ "a" : { "$numberLong" : "1" } }""");

    [Test]
    public void In_a_dictionary_of_classes() => AssertWritten<ByName<Holder<int>>, ByName<Holder<long>>>("""{ "_id": 1, "Map": { "a": { "_id": 1, "Value": 1 } } }""", """{ "_id" : { "$numberInt" : "1" }, "Value" : { "$numberLong" : "1" }""");

    [Test]
    public void In_a_list_of_a_dictionary() => AssertWritten<ByName<List<int>>, ByName<List<long>>>("""{ "_id": 1, "Map": { "a": [1] } }""", """{ "a" : [{ "$numberLong" : "1" }] }""");

    [Test]
    public void In_pairs() => AssertWritten<Catalogue<int, int>, Catalogue<int, long>>("""{ "_id": 1, "ByArrays": [[1, 1]], "ByDocuments": [{ "k": 1, "v": 1 }] }""", """[[{ "$numberInt" : "1" }, { "$numberLong" : "1" }]]""");

    [Test]
    public void In_the_keys_of_pairs() => AssertWritten<Catalogue<int, int>, Catalogue<long, int>>("""{ "_id": 1, "ByArrays": [[1, 1]], "ByDocuments": [{ "k": 1, "v": 1 }] }""", """[[{ "$numberLong" : "1" }, { "$numberInt" : "1" }]]""");

    [Test]
    public void In_a_set() => AssertWritten<Holder<HashSet<int>>, Holder<HashSet<long>>>("""{ "_id": 1, "Value": [1, 2] }""", """[{ "$numberLong" : "1" }, { "$numberLong" : "2" }]""");

    [Test]
    public void In_an_array_and_in_one_after_a_list() => AssertWritten<Holder<int[]>, Holder<List<long>>>("""{ "_id": 1, "Value": [1] }""", """[{ "$numberLong" : "1" }]""");

    [Test]
    public void In_a_class_in_a_class() => AssertWritten<Holder<Holder<int>>, Holder<Holder<long>>>("""{ "_id": 1, "Value": { "_id": 1, "Value": 1 } }""", """{ "_id" : { "$numberInt" : "1" }, "Value" : { "$numberLong" : "1" }""");

    [Test]
    public void An_element_that_the_code_adds_leaves_the_others_converted() => Assert.That(
        TypedEffect.AfterCanonical<Parts<int>, Parts<long>>("""{ "_id": 1, "Items": [1, 2] }""", (_, o) => o.Items!.Add(3)),
        Does.Contain("""[{ "$numberLong" : "1" }, { "$numberLong" : "2" }, { "$numberLong" : "3" }]"""));

    private static void AssertWritten<TIn, TOut>(string document, string expected)
        where TIn : class
        where TOut : class => Assert.That(TypedEffect.AfterCanonical<TIn, TOut>(document, (_, _) => { }), Does.Contain(expected));
}
