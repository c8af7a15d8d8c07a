using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Tests.Kinds.Typed;

public sealed class ClassTests
{
    [Test]
    public void Lists_of_lists_keep_what_their_class_does_not_declare() => Assert.That(
        TypedEffect.Update<Matrix>("""{ "_id": 1, "Rows": [[{ "Qty": 1, "x": 1 }], [{ "Qty": 2, "x": 2 }, { "Qty": 3 }]] }""", m => m.Rows![1][0].Qty = 5),
        Is.EqualTo("""{ "$set" : { "Rows" : [[{ "Qty" : 1, "x" : 1 }], [{ "Qty" : 5, "x" : 2 }, { "Qty" : 3 }]] } }"""));

    [Test]
    public void Derived_classes_keep_theirs_and_their_names() => Assert.That(
        TypedEffect.Update<Parts<Figure>>(
            """{ "_id": 1, "Items": [{ "_t": ["Figure", "Circle"], "Name": "c", "Radius": 1.5, "x": 1 }, { "_t": ["Figure", "Square"], "Side": 2, "Radius": "not its own" }] }""",
            p => (((Circle)p.Items![0]).Radius, ((Square)p.Items[1]).Side) = (2.5, 3)),
        Is.EqualTo("""{ "$set" : { "Items" : [{ "_t" : ["Figure", "Circle"], "Name" : "c", "Radius" : 2.5, "x" : 1 }, { "_t" : ["Figure", "Square"], "Side" : 3.0, "Radius" : "not its own" }] } }"""));

    [Test]
    public void A_name_of_a_class_that_nobody_knows_is_refused() => Assert.That(
        () => TypedEffect.Update<Parts<Figure>>("""{ "_id": 1, "Items": [{ "_t": "Hexagon" }] }""", _ => { }),
        Throws.TypeOf<DocumentMappingException>().With.Message.Contains("Hexagon").And.Message.Contains("Items.0"));

    [Test]
    public void A_record_is_made_by_its_constructor()
    {
        const string ada = """{ "_id": 1, "Name": "Ada", "Home": { "Street": "S", "Zip": 1, "x": true }, "y": 1 }""";

        Assert.That(TypedEffect.Update<Person>(ada, _ => { }), Is.Null);
        Assert.That(TypedEffect.Update<Person, Holder<string>>(ada, (input, output) => output.Value = input.Home!.Street), Is.EqualTo("""{ "$set" : { "Value" : "S" }, "$unset" : { "Name" : "", "Home" : "" } }"""));
    }

    [Test]
    public void Attributes_hold()
    {
        const string stored = """{ "_id": { "$oid": "0123456789abcdef01234567" }, "Secret": "s", "When": { "$date": "2026-01-01T00:00:00Z" } }""";

        Assert.That(TypedEffect.Update<Strict>(stored, _ => { }), Is.Null);
        Assert.That(
            TypedEffect.Update<Strict>(stored, s => (s.Name, s.Maybe, s.When) = ($"{s.Key} {s.Rank}", 3, s.When.AddDays(1))),
            Is.EqualTo("""{ "$set" : { "When" : { "$date" : "2026-01-02T00:00:00Z" }, "n" : "0123456789abcdef01234567 7", "Maybe" : 3 } }"""));
        Assert.That(TypedEffect.Update<Strict>("""{ "_id": { "$oid": "0123456789abcdef01234567" }, "n": "x" }""", s => s.Name = null), Is.EqualTo("""{ "$unset" : { "n" : "" } }"""));
    }

    [Test]
    public void A_registered_class_map_holds_and_stays_as_it_is()
    {
        var map = BsonClassMap.RegisterClassMap<Mapped>(m =>
        {
            m.MapMember(o => o.Number).SetElementName("no");
            m.MapMember(o => o.Text).SetElementName("txt");
            m.SetIgnoreExtraElements(false);
        });

        Assert.That(TypedEffect.Update<Mapped>("""{ "_id": 1, "no": 1, "txt": "t", "x": 1 }""", m => m.Number++), Is.EqualTo("""{ "$set" : { "no" : 2 } }"""));
        Assert.That(map.IgnoreExtraElements, Is.False);
    }

    [Test]
    public void What_a_class_takes_without_a_member_is_changed_one_by_one()
    {
        const string stored = """{ "_id": 1, "Name": "n", "a": { "$numberDouble": "-0.0" }, "b": { "c": 1, "d": { "$numberDouble": "NaN" } }, "e": 1 }""";

        Assert.That(TypedEffect.Update<WithRest>(stored, _ => { }), Is.Null);
        Assert.That(
            TypedEffect.Update<WithRest>(stored, w =>
            {
                w.Rest!["b"]["c"] = 2;
                w.Rest["f"] = 3;
                w.Rest.Remove("e");
            }),
            Is.EqualTo("""{ "$set" : { "b.c" : 2, "f" : 3 }, "$unset" : { "e" : "" } }"""));
    }

    [Test]
    public void A_null_takes_its_new_name() => Assert.That(
        TypedEffect.Update<Renamed.Before, Renamed.After>("""{ "_id": 1, "x": null }""", (input, output) => output.Y = input.X),
        Is.EqualTo("""{ "$set" : { "y" : null }, "$unset" : { "x" : "" } }"""));

    [Test]
    public void A_null_takes_its_new_name_and_type()
    {
        Assert.That(TypedEffect.Update<Holder<int?>, Renamed.Long>("""{ "_id": 1, "Value": null }""", (input, output) => output.Y = input.Value), Is.EqualTo("""{ "$set" : { "y" : null }, "$unset" : { "Value" : "" } }"""));
        Assert.That(TypedEffect.Update<Holder<State?>, Renamed.After>("""{ "_id": 1, "Value": null }""", (input, output) => output.Y = input.Value?.ToString()), Is.EqualTo("""{ "$set" : { "y" : null }, "$unset" : { "Value" : "" } }"""));
        Assert.That(TypedEffect.Update<Holder<Part>, Parts<Part>>("""{ "_id": 1, "Value": null }""", (_, _) => { }), Is.EqualTo("""{ "$set" : { "Items" : null }, "$unset" : { "Value" : "" } }"""));
    }

    [Test]
    public void Of_two_elements_with_a_name_that_goes_the_second_stays()
    {
        var document = Strange.Of(Strange.Text("x", "first"), Strange.Text("x", "second"));
        using var transform = new TypedTransform<Renamed.Before, Renamed.After>((input, output) => output.Y = input.X, Migrations.Engine.Kinds.TypeMoves.TypeRewriting.None);

        Assert.That(transform.Apply(new Migrations.Bytes.RawDocument(document))!.Value.After!.Value.Bytes.ToArray(), Is.EqualTo(Strange.Of(Strange.Text("x", "second"), Strange.Text("y", "first"))));
    }

    [Test]
    public void Of_two_elements_with_one_name_the_second_stays()
    {
        var document = Strange.Of(Strange.Text("Name", "first"), Strange.Text("Name", "second"));

        Assert.That(Strange.After<WithRest>(document, w => w.Name = "changed"), Is.EqualTo(Strange.Of(Strange.Text("Name", "changed"), Strange.Text("Name", "second"))));
        Assert.That(Strange.After<WithRest>(document, _ => { }), Is.EqualTo(document));
    }

    [Test]
    public void What_does_not_fit_names_member_and_path_in_one_line() => Assert.That(
        () => TypedEffect.Update<Parts<Holder<int>>>("""{ "_id": 1, "Items": [{ "Value": 1 }, { "x": 1, "Value": "five" }] }""", _ => { }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Items.1.Value").And.Message.Contains("Holder`1.Value").And.Message.Not.Contains("\n"));

    [Test]
    public void What_cannot_be_written_names_member_and_path() => Assert.That(
        () => TypedEffect.Update<Holder<Holder<Guid>>>("""{ "_id": 1 }""", h => h.Value = new Holder<Guid> { Value = Guid.NewGuid() }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Value.Value").And.Message.Contains("Holder`1.Value").And.Message.Contains("GuidRepresentation"));

    private static class Renamed
    {
        public sealed class Before
        {
            [MongoDB.Bson.Serialization.Attributes.BsonElement("x")]
            public string? X { get; set; }
        }

        public sealed class Long
        {
            [MongoDB.Bson.Serialization.Attributes.BsonElement("y")]
            public long? Y { get; set; }
        }

        public sealed class After
        {
            [MongoDB.Bson.Serialization.Attributes.BsonElement("y")]
            public string? Y { get; set; }
        }
    }
}
