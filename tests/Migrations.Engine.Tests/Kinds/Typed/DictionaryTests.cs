using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Tests.Kinds.Typed;

public sealed class DictionaryTests
{
    private const string Names = """{ "_id": 1, "ByDocuments": [{ "k": 1, "v": "a" }, { "k": 2, "v": "b" }], "ByArrays": [[1, "a"], [2, "b"]] }""";

    [Test]
    public void Keys_that_are_numbers_lose_nothing()
    {
        Assert.That(TypedEffect.Update<Catalogue<int, string>>(Names, _ => { }), Is.Null);
        Assert.That(
            TypedEffect.Update<Catalogue<int, string>>(Names, o => (o.ByDocuments![2], o.ByArrays![3]) = ("B", "c")),
            Is.EqualTo("""{ "$set" : { "ByDocuments" : [{ "k" : 1, "v" : "a" }, { "k" : 2, "v" : "B" }], "ByArrays" : [[1, "a"], [2, "b"], [3, "c"]] } }"""));
    }

    [Test]
    public void An_entry_that_is_removed_goes() => Assert.That(
        TypedEffect.Update<Catalogue<int, string>>(Names, o => o.ByDocuments!.Remove(1)),
        Is.EqualTo("""{ "$set" : { "ByDocuments" : [{ "k" : 2, "v" : "b" }] } }"""));

    [Test]
    public void Values_keep_what_their_class_does_not_declare()
    {
        const string parts = """{ "_id": 1, "ByDocuments": [{ "k": 1, "v": { "Qty": 1, "x": 1 }, "note": "n" }], "ByArrays": [[1, { "Qty": 1, "x": 2 }]] }""";

        Assert.That(
            TypedEffect.Update<Catalogue<int, Part>>(parts, o => (o.ByDocuments![1].Qty, o.ByArrays![1].Qty) = (5, 6)),
            Is.EqualTo("""{ "$set" : { "ByDocuments" : [{ "k" : 1, "v" : { "Qty" : 5, "x" : 1 }, "note" : "n" }], "ByArrays" : [[1, { "Qty" : 6, "x" : 2 }]] } }"""));
        Assert.That(
            TypedEffect.Update<ByName<Part>>("""{ "_id": 1, "Map": { "a": { "Qty": 1, "x": 1 }, "b": { "Qty": 2, "x": 2 } } }""", o => (o.Map!["b"].Qty, o.Map["c"]) = (5, new Part())),
            Is.EqualTo("""{ "$set" : { "Map.b.Qty" : 5, "Map.c" : { "Qty" : 0 } } }"""));
    }

    [Test]
    public void A_key_that_is_stored_as_another_number_is_found() => Assert.That(
        TypedEffect.Update<Catalogue<int, Part>>("""{ "_id": 1, "ByArrays": [[{ "$numberLong": "1" }, { "Qty": 1, "x": 2 }]] }""", o => o.ByArrays![1].Qty = 6),
        Does.Contain("""{ "Qty" : 6, "x" : 2 }"""));

    [Test]
    public void Another_form_is_written_with_all_that_the_values_had() => Assert.That(
        TypedEffect.Update<ByName<Part>, ByPairs<Part>>("""{ "_id": 1, "Map": { "a": { "Qty": 1, "x": 1 } } }""", (_, _) => { }),
        Is.EqualTo("""{ "$set" : { "Map" : [{ "k" : "a", "v" : { "Qty" : 1, "x" : 1 } }] } }"""));

    [Test]
    public void Of_two_entries_with_one_name_the_second_stays() => Assert.That(
        Strange.After<ByName<string>>(Strange.Document("Map", Strange.Text("a", "first"), Strange.Text("a", "second")), o => o.Map!["a"] = "changed"),
        Is.EqualTo(Strange.Document("Map", Strange.Text("a", "changed"), Strange.Text("a", "second"))));

    [Test]
    public void A_key_that_does_not_become_one_is_refused() => Assert.That(
        () => TypedEffect.Update<Holder<Dictionary<string, int>>, ByDate>("""{ "_id": 1, "Value": { "no date": 1 } }""", (_, _) => { }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Value"));

    private sealed class ByDate
    {
        public int Id { get; set; }

        [MongoDB.Bson.Serialization.Attributes.BsonDictionaryOptions(MongoDB.Bson.Serialization.Options.DictionaryRepresentation.ArrayOfArrays)]
        public Dictionary<DateTime, int>? Value { get; set; }
    }

    private sealed class ByPairs<TValue>
    {
        public int Id { get; set; }

        [MongoDB.Bson.Serialization.Attributes.BsonDictionaryOptions(MongoDB.Bson.Serialization.Options.DictionaryRepresentation.ArrayOfDocuments)]
        public Dictionary<string, TValue>? Map { get; set; }
    }
}
