using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Tests.Kinds.Typed.Merging;

public sealed class UndeclaredTests
{
    private const string Order = """{ "_id": 1, "Lines": [{ "Qty": 1, "Sku": "A", "Price": 9 }, { "Qty": 2, "Sku": "B" }] }""";

    [Test]
    public void A_changed_element_of_a_list_keeps_what_its_class_does_not_declare() => Assert.That(
        TypedEffect.Update<OrderWithLines>(Order, o => o.Lines![0].Qty = 5),
        Is.EqualTo("""{ "$set" : { "Lines" : [{ "Qty" : 5, "Sku" : "A", "Price" : 9 }, { "Qty" : 2, "Sku" : "B" }] } }"""));

    [Test]
    public void Elements_that_move_take_it_with_them() => Assert.That(
        TypedEffect.Update<OrderWithLines>(Order, o => o.Lines!.Reverse()),
        Is.EqualTo("""{ "$set" : { "Lines" : [{ "Qty" : 2, "Sku" : "B" }, { "Qty" : 1, "Sku" : "A", "Price" : 9 }] } }"""));

    [Test]
    public void An_element_that_is_taken_out_goes_whole() => Assert.That(
        TypedEffect.Update<OrderWithLines>(Order, o => o.Lines!.RemoveAt(0)),
        Is.EqualTo("""{ "$set" : { "Lines" : [{ "Qty" : 2, "Sku" : "B" }] } }"""));

    [Test]
    public void An_element_that_comes_in_brings_what_it_has() => Assert.That(
        TypedEffect.Update<OrderWithLines>(Order, o => o.Lines!.Insert(1, new Line { Qty = 7 })),
        Is.EqualTo("""{ "$set" : { "Lines" : [{ "Qty" : 1, "Sku" : "A", "Price" : 9 }, { "Qty" : 7 }, { "Qty" : 2, "Sku" : "B" }] } }"""));

    [Test]
    public void Elements_that_cannot_be_told_apart_are_never_thinned_out() => Assert.That(
        () => TypedEffect.Update<OrderWithLines>(Order, o => o.Lines = [new Line { Qty = 3 }]),
        Throws.TypeOf<DocumentMappingException>().With.Message.Contains("'Lines'").And.Property("Path").EqualTo("Lines"));

    [Test]
    public void Of_elements_that_look_the_same_the_one_goes_that_was_taken_out() => Assert.That(
        TypedEffect.Update<OrderWithLines>("""{ "_id": 1, "Lines": [{ "Qty": 1, "Sku": "A" }, { "Qty": 1, "Sku": "B" }] }""", o => o.Lines!.RemoveAt(0)),
        Is.EqualTo("""{ "$set" : { "Lines" : [{ "Qty" : 1, "Sku" : "B" }] } }"""));

    [Test]
    public void Equal_elements_without_anything_undeclared_go_as_they_are_told() => Assert.That(
        TypedEffect.Update<OrderWithLines>("""{ "_id": 1, "Lines": [{ "Qty": 1 }, { "Qty": 1 }] }""", o => o.Lines!.RemoveAt(0)),
        Is.EqualTo("""{ "$set" : { "Lines" : [{ "Qty" : 1 }] } }"""));

    internal sealed class OrderWithLines
    {
        public int Id { get; set; }

        public List<Line>? Lines { get; set; }
    }

    internal sealed class Line
    {
        public int Qty { get; set; }
    }
}
