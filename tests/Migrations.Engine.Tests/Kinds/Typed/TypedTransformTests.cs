using Migrations.Engine.Tests.Passes.Batches;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Engine.Tests.Kinds.Typed;

public sealed class TypedTransformTests
{
    [Test]
    public void A_renamed_member_becomes_a_set_and_an_unset()
    {
        var update = Apply("""{ "_id": 1, "name": "a", "other": { "$numberDecimal": "1.00" } }""", (Old input, New output) => output.Title = input.Name);

        Assert.That(update, Is.EqualTo("""{ "$set" : { "title" : "a" }, "$unset" : { "name" : "" } }"""));
    }

    [Test]
    public void A_document_without_the_member_costs_no_write()
    {
        var update = Apply("""{ "_id": 1, "other": 5 }""", (Old input, New output) => output.Title = input.Name);

        Assert.That(update, Is.Null);
    }

    [Test]
    public void What_neither_type_declares_stays_byte_for_byte()
    {
        var document = BsonDocument.Parse("""{ "_id": 1, "name": "a", "nan": { "$numberDouble": "NaN" }, "tag": { "color": "red", "weight": { "$numberDecimal": "1.00" } } }""");

        var after = new TypedTransform<Old, New>((input, output) => output.Title = input.Name, TypeRewriting.None).EffectOn(document.ToRaw())!.After;

        Assert.That(after["nan"], Is.EqualTo(document["nan"]));
        Assert.That(after["tag"], Is.EqualTo(document["tag"]));
    }

    [Test]
    public void An_untouched_shared_member_keeps_its_number_type()
    {
        var update = Apply("""{ "_id": 1, "name": "a", "count": { "$numberDouble": "5.0" } }""", (Old input, New output) => output.Title = input.Name);

        Assert.That(update, Does.Not.Contain("count"));
    }

    [Test]
    public void A_member_that_only_the_new_type_has_does_not_wipe_out_what_the_document_has()
    {
        Assert.That(Apply("""{ "_id": 1, "title": "there already" }""", (Old _, New _) => { }), Is.Null);
        Assert.That(Apply("""{ "_id": 1, "title": "there already" }""", (Old _, New output) => output.Title = "set"), Is.EqualTo("""{ "$set" : { "title" : "set" } }"""));
    }

    [Test]
    public void A_changed_shared_member_is_written()
    {
        var update = Apply("""{ "_id": 1, "count": 5 }""", (Old input, New output) => output.Count = input.Count + 1);

        Assert.That(update, Is.EqualTo("""{ "$set" : { "count" : 6 } }"""));
    }

    [Test]
    public void A_nested_class_keeps_its_undeclared_fields()
    {
        var update = Apply(
            """{ "_id": 1, "tag": { "color": "red", "name": "x", "weight": 3 } }""",
            (Coloured input, Titled output) => output.Tag!.Title = $"{input.Tag!.Color}: {input.Tag.Name}");

        Assert.That(update, Is.EqualTo("""{ "$set" : { "tag.title" : "red: x" }, "$unset" : { "tag.color" : "", "tag.name" : "" } }"""));
    }

    [Test]
    public void A_new_member_with_a_default_comes_in()
    {
        var update = Apply("""{ "_id": 1 }""", (Old _, WithDefault _) => { });

        Assert.That(update, Is.EqualTo("""{ "$set" : { "rating" : 5 } }"""));
    }

    [Test]
    public void A_field_name_with_a_dot_is_written_by_replacement()
    {
        var update = Apply("""{ "_id": 1, "map": { "a.b": 1 } }""", (WithMap _, WithMap output) => output.Map!["a.b"] = 2);

        Assert.That(update, Does.Contain("$replaceWith"));
    }

    [Test]
    public void Another_id_is_refused() =>
        Assert.That(() => Apply("""{ "_id": 1 }""", (WithId _, WithId output) => output.Id = 2), Throws.TypeOf<DocumentMappingException>());

    [Test]
    public void A_value_of_the_wrong_type_names_the_member() =>
        Assert.That(() => Apply("""{ "_id": 1, "count": "five" }""", (Old _, New _) => { }), Throws.TypeOf<DocumentMappingException>().With.Message.Contains("Old.Count"));

    private static string? Apply<TIn, TOut>(string json, Action<TIn, TOut> body)
        where TIn : class
        where TOut : class =>
        new TypedTransform<TIn, TOut>(body, TypeRewriting.None).EffectOn(BsonDocument.Parse(json).ToRaw())?.Update.ToJson();

    internal sealed class Old
    {
        [BsonElement("name")]
        public string? Name { get; set; }

        [BsonElement("count")]
        public int Count { get; set; }
    }

    internal sealed class New
    {
        [BsonElement("title")]
        public string? Title { get; set; }

        [BsonElement("count")]
        public int Count { get; set; }
    }

    internal sealed class WithDefault
    {
        [BsonElement("rating")]
        public int Rating { get; set; } = 5;
    }

    internal sealed class WithMap
    {
        [BsonElement("map")]
        public Dictionary<string, int>? Map { get; set; }
    }

    internal sealed class WithId
    {
        public int Id { get; set; }
    }

    internal sealed class Coloured
    {
        [BsonElement("tag")]
        public ColouredTag? Tag { get; set; }
    }

    internal sealed class ColouredTag
    {
        [BsonElement("color")]
        public string? Color { get; set; }

        [BsonElement("name")]
        public string? Name { get; set; }
    }

    internal sealed class Titled
    {
        [BsonElement("tag")]
        public TitledTag? Tag { get; set; }
    }

    internal sealed class TitledTag
    {
        [BsonElement("title")]
        public string? Title { get; set; }
    }
}
