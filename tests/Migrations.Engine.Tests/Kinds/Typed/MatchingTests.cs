using Migrations.Engine.Passes.Batches;
using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Engine.Tests.Kinds.Typed;

// What a class does not declare goes with the element that it was stored in, or the document is refused.
public sealed class MatchingTests
{
    private const string Two = """{ "_id": 1, "Lines": [{ "Qty": 1, "x": "one" }, { "Qty": 2, "x": "two" }] }""";
    private const string Named = """{ "_id": 1, "Lines": [{ "Sku": "A", "Qty": 1, "x": "a" }, { "Sku": "B", "Qty": 2, "x": "b" }, { "Sku": "C", "Qty": 3, "x": "c" }] }""";

    [Test]
    public void Elements_that_all_change_and_change_places_are_known_again() => AssertLines<Order<Line>>(
        Two,
        o =>
        {
            o.Lines!.Reverse();
            o.Lines.ForEach(l => l.Qty *= 10);
        },
        """[{ "Qty": 20, "x": "two" }, { "Qty": 10, "x": "one" }]""");

    [Test]
    public void An_element_that_comes_for_another_is_another_one() => AssertRefused<Order<Line>>(
        Two,
        o =>
        {
            o.Lines!.RemoveAt(1);
            o.Lines.Add(new Line { Qty = 3 });
        });

    [Test]
    public void Elements_that_are_recreated_and_share_nothing_are_refused()
    {
        AssertRefused<Order<Line>>(Two, o => o.Lines = [.. o.Lines!.Select(l => new Line { Qty = l.Qty * 10 })]);
        AssertRefused<Order<Line>>(Two, o => o.Lines = [.. o.Lines!.AsEnumerable().Reverse().Select(l => new Line { Qty = l.Qty * 10 })]);
        AssertRefused<Order<Line>>("""{ "_id": 1, "Lines": [{ "Qty": 1, "x": 1 }] }""", o => o.Lines = [new Line { Qty = 3 }]);
    }

    [Test]
    public void Values_that_change_places_are_not_elements_that_do() =>
        AssertRefused<Order<Flag>>("""{ "_id": 1, "Lines": [{ "Done": true, "x": 1 }, { "Done": false, "x": 2 }] }""", o => o.Lines = [.. o.Lines!.Select(l => new Flag { Done = !l.Done })]);

    [Test]
    public void States_that_change_places_are_not_elements_that_do() =>
        AssertRefused<Order<Stated>>("""{ "_id": 1, "Lines": [{ "State": "Open", "x": 1 }, { "State": "Closed", "x": 2 }] }""", o => o.Lines = [.. o.Lines!.Select(l => new Stated { State = 1 - l.State })]);

    [Test]
    public void A_number_of_the_place_tells_nothing() => AssertRefused<Order<Line>>(
        """{ "_id": 1, "Lines": [{ "Qty": 1, "x": 1 }, { "Qty": 2, "x": 2 }, { "Qty": 3, "x": 3 }] }""",
        o => o.Lines = [.. o.Lines!.Skip(1).Select((_, i) => new Line { Qty = i + 1 })]);

    [Test]
    public void Elements_that_are_recreated_and_carry_no_more_are_written() => AssertLines<Order<Line>>(
        """{ "_id": 1, "Lines": [{ "Qty": 1 }, { "Qty": 2 }] }""",
        o => o.Lines = [.. o.Lines!.AsEnumerable().Reverse().Select(l => new Line { Qty = l.Qty * 10 })],
        """[{ "Qty": 20 }, { "Qty": 10 }]""");

    [Test]
    public void Elements_that_are_recreated_are_known_by_what_stays_in_them()
    {
        AssertLines<Order<Item>>(Named, o => o.Lines = [.. o.Lines!.Select(l => l with { Qty = l.Qty * 10 })], """[{ "Sku": "A", "Qty": 10, "x": "a" }, { "Sku": "B", "Qty": 20, "x": "b" }, { "Sku": "C", "Qty": 30, "x": "c" }]""");
        AssertLines<Order<Item>>(Named, o => o.Lines = [.. o.Lines!.Where(l => l.Qty != 2).Select(l => l with { Qty = l.Qty * 10 })], """[{ "Sku": "A", "Qty": 10, "x": "a" }, { "Sku": "C", "Qty": 30, "x": "c" }]""");
        AssertLines<Order<Item>>(
            Named,
            o => o.Lines = [new Item("new", 9), .. o.Lines!.Select(l => l with { Qty = l.Qty * 10 })],
            """[{ "Sku": "new", "Qty": 9 }, { "Sku": "A", "Qty": 10, "x": "a" }, { "Sku": "B", "Qty": 20, "x": "b" }, { "Sku": "C", "Qty": 30, "x": "c" }]""");
    }

    [Test]
    public void Elements_that_are_recreated_and_sorted_are_refused() => AssertRefused<Order<Item>>(Named, o => o.Lines = [.. o.Lines!.OrderByDescending(l => l.Qty).Select(l => l with { Qty = l.Qty * 10 })]);

    [Test]
    public void Elements_with_new_names_are_refused()
    {
        AssertRefused<Order<Item>>(Named, o => o.Lines = [.. o.Lines!.Skip(1).Select((l, i) => l with { Sku = "ABC"[i..(i + 1)] })]);
        AssertRefused<Order<Item>>(Named, o => o.Lines = [new Item("A", 0), .. o.Lines!.Select((l, i) => l with { Sku = "BCD"[i..(i + 1)] })]);
        AssertRefused<Order<Item>>(Named, o => o.Lines = [.. o.Lines!.OrderByDescending(l => l.Qty).Select((l, i) => l with { Sku = "ABC"[i..(i + 1)] })]);
        AssertRefused<Order<WithId>>("""{ "_id": 1, "Lines": [{ "_id": 1, "Qty": 5, "x": 1 }, { "_id": 2, "Qty": 6, "x": 2 }] }""", o => o.Lines = [.. o.Lines!.Skip(1).Select(l => new WithId { Id = 1, Qty = l.Qty })]);
    }

    [Test]
    public void A_value_that_another_element_has_as_well_is_not_a_sign_of_it() => AssertLines<Order<Item>>(
        Named,
        o => o.Lines = [.. o.Lines!.Select(l => l.Sku == "A" ? l with { Qty = 2 } : l with { })],
        """[{ "Sku": "A", "Qty": 2, "x": "a" }, { "Sku": "B", "Qty": 2, "x": "b" }, { "Sku": "C", "Qty": 3, "x": "c" }]""");

    [Test]
    public void Elements_of_another_class_that_take_all_over_stay_where_they_are()
    {
        Assert.That(
            TypedEffect.After<Order<Line>, Order<Priced>>(Two, (input, output) => output.Lines = [.. input.Lines!.Select(l => new Priced { Qty = l.Qty, Price = l.Qty * 2 })]),
            Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "Lines": [{ "Qty": 1, "x": "one", "Price": 2 }, { "Qty": 2, "x": "two", "Price": 4 }] }""")));
        Assert.That(
            () => TypedEffect.After<Order<Line>, Order<Priced>>(Two, (input, output) => output.Lines = [.. input.Lines!.AsEnumerable().Reverse().Select(l => new Priced { Qty = l.Qty, Price = l.Qty * 2 })]),
            Throws.TypeOf<DocumentMappingException>());
    }

    [Test]
    public void Elements_of_the_old_document_are_known_in_the_new_one() => Assert.That(
        TypedEffect.After<Order<Line>, Order<Line>>(Two, (input, output) => output.Lines = [.. input.Lines!.OrderByDescending(l => l.Qty), new Line { Qty = 5 }]),
        Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "Lines": [{ "Qty": 2, "x": "two" }, { "Qty": 1, "x": "one" }, { "Qty": 5 }] }""")));

    [Test]
    public void Ids_tell_elements_apart() => AssertLines<Order<WithId>>(
        """{ "_id": 1, "Lines": [{ "_id": 1, "Qty": 1, "x": "one" }, { "_id": 2, "Qty": 2, "x": "two" }] }""",
        o => o.Lines = [.. o.Lines!.AsEnumerable().Reverse().Select(l => new WithId { Id = l.Id, Qty = l.Qty * 10 })],
        """[{ "_id": 2, "Qty": 20, "x": "two" }, { "_id": 1, "Qty": 10, "x": "one" }]""");

    [Test]
    public void Ids_that_all_become_others_tell_nothing() =>
        AssertRefused<Order<WithId>>("""{ "_id": 1, "Lines": [{ "_id": 1, "Qty": 1, "x": 1 }] }""", o => o.Lines = [.. o.Lines!.Select(l => new WithId { Id = l.Id + 1, Qty = l.Qty })]);

    [Test]
    public void The_author_may_say_what_tells_elements_apart() => AssertLines<Order<Item>>(
        Named,
        o => o.Lines = [.. o.Lines!.Skip(1).Select(l => l with { Qty = l.Qty * 10 }).Reverse(), new Item("new", 0)],
        """[{ "Sku": "C", "Qty": 30, "x": "c" }, { "Sku": "B", "Qty": 20, "x": "b" }, { "Sku": "new", "Qty": 0 }]""",
        new MatchElementsAttribute("Lines") { Key = "Sku" });

    [Test]
    public void Or_that_it_is_their_place()
    {
        AssertLines<Order<Line>>(Two, o => o.Lines = [.. o.Lines!.Select(l => new Line { Qty = l.Qty * 10 })], """[{ "Qty": 10, "x": "one" }, { "Qty": 20, "x": "two" }]""", new MatchElementsAttribute("Lines"));
        AssertLines<Order<Line>>(Two, o => o.Lines = [new Line { Qty = 7 }], """[{ "Qty": 7, "x": "one" }]""", new MatchElementsAttribute("Lines"));
    }

    [Test]
    public void So_it_may_for_lists_in_lists_and_in_dictionaries()
    {
        Assert.That(
            TypedEffect.After<Parts<Order<Line>>, Parts<Order<Line>>>(
                """{ "_id": 1, "Items": [{ "Lines": [{ "Qty": 1, "x": 1 }] }] }""",
                (_, o) => o.Items![0].Lines = [new Line { Qty = 2 }],
                new MatchElementsAttribute("Items.Lines")),
            Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "Items": [{ "Lines": [{ "Qty": 2, "x": 1 }] }] }""")));
        Assert.That(
            TypedEffect.After<ByName<List<Line>>, ByName<List<Line>>>("""{ "_id": 1, "Map": { "a": [{ "Qty": 1, "x": 1 }] } }""", (_, o) => o.Map!["a"] = [new Line { Qty = 2 }], new MatchElementsAttribute("Map")),
            Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "Map": { "a": [{ "Qty": 2, "x": 1 }] } }""")));
    }

    [TestCase("""[{ "Qty": 1, "x": 1 }, { "Sku": "A", "x": 2 }]""")]
    [TestCase("""[{ "Sku": "A", "x": 1 }, { "Sku": "A", "x": 2 }]""")]
    public void A_key_that_does_not_tell_them_apart_is_refused(string lines) => Assert.That(
        () => TypedEffect.After<Order<Item>, Order<Item>>($$"""{ "_id": 1, "Lines": {{lines}} }""", (_, o) => o.Lines = [.. o.Lines!.Select(l => l with { Qty = 9 })], new MatchElementsAttribute("Lines") { Key = "Sku" }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Lines").And.Message.Contains("'Sku'"));

    [Test]
    public void An_element_that_goes_to_another_list_is_not_thinned_out() => Assert.That(
        () => TypedEffect.After<TwoLists>("""{ "_id": 1, "Open": [{ "Qty": 1, "x": 1 }], "Done": [] }""", o =>
        {
            o.Done!.Add(o.Open![0]);
            o.Open.Clear();
        }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Open.0").And.Message.Contains("another place"));

    [Test]
    public void Parts_that_change_places_are_refused() => Assert.That(
        () => TypedEffect.After<TwoParts>("""{ "_id": 1, "Home": { "Qty": 1, "x": 1 }, "Work": { "Qty": 2, "x": 2 } }""", o => (o.Home, o.Work) = (o.Work, o.Home)),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Home"));

    [Test]
    public void A_part_that_gets_the_place_of_another_is_refused() => Assert.That(
        () => TypedEffect.After<TwoParts>("""{ "_id": 1, "Home": { "Qty": 1, "x": 1 }, "Work": { "Qty": 2 } }""", o => o.Home = o.Work),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Home"));

    [Test]
    public void A_part_under_a_new_name_is_not_thinned_out() => Assert.That(
        () => TypedEffect.After<Holder<Part>, TwoParts>("""{ "_id": 1, "Value": { "Qty": 1, "x": 1 } }""", (input, output) => output.Home = input.Value),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Value"));

    [Test]
    public void An_entry_under_a_new_key_is_not_thinned_out() => Assert.That(
        () => TypedEffect.After<ByName<Part>>("""{ "_id": 1, "Map": { "a": { "Qty": 1, "x": 1 } } }""", o =>
        {
            o.Map!["b"] = o.Map["a"];
            o.Map.Remove("a");
        }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Map.a"));

    [Test]
    public void What_carries_no_more_goes_anywhere()
    {
        Assert.That(TypedEffect.After<TwoParts>("""{ "_id": 1, "Home": { "Qty": 1 }, "Work": { "Qty": 2 } }""", o => (o.Home, o.Work) = (o.Work, o.Home)), Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "Home": { "Qty": 2 }, "Work": { "Qty": 1 } }""")));
        Assert.That(TypedEffect.After<Holder<Part>, TwoParts>("""{ "_id": 1, "Value": { "Qty": 1 } }""", (input, output) => output.Home = input.Value), Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "Home": { "Qty": 1 } }""")));
    }

    private static void AssertLines<T>(string document, Action<T> body, string lines, params MatchElementsAttribute[] rules)
        where T : class =>
        Assert.That(TypedEffect.After<T, T>(document, (_, output) => body(output), rules), Is.EqualTo(TypedEffect.Canonical($$"""{ "_id": 1, "Lines": {{lines}} }""")));

    private static void AssertRefused<T>(string document, Action<T> body)
        where T : class =>
        Assert.That(
            () => TypedEffect.After(document, body),
            Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Lines").And.Message.Contains("[MatchElements(\"Lines\""));

    private sealed class Order<T>
    {
        public int Id { get; set; }

        public List<T>? Lines { get; set; }
    }

    private sealed class Line
    {
        public int Qty { get; set; }
    }

    private sealed class Priced
    {
        public int Qty { get; set; }

        public int Price { get; set; }
    }

    private sealed class Flag
    {
        public bool Done { get; set; }
    }

    private sealed class Stated
    {
        [BsonRepresentation(MongoDB.Bson.BsonType.String)]
        public State State { get; set; }
    }

    private sealed record Item(string? Sku, int Qty);

    private sealed class WithId
    {
        public int Id { get; set; }

        public int Qty { get; set; }
    }

    private sealed class TwoLists
    {
        public int Id { get; set; }

        public List<Line>? Open { get; set; }

        public List<Line>? Done { get; set; }
    }

    private sealed class TwoParts
    {
        public int Id { get; set; }

        [BsonIgnoreIfNull]
        public Part? Home { get; set; }

        [BsonIgnoreIfNull]
        public Part? Work { get; set; }
    }
}
