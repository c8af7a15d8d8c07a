using MongoDB.Bson.Serialization.Attributes;
using NUnit.Framework.Constraints;

namespace Migrations.Abstractions.Tests.TypeMoves;

public sealed class TypeMapTests
{
    [Test]
    public void Two_types_change_places_in_one_map()
    {
        var map = Swap();

        Assert.That(Resolve(map, "A", "B", "C"), Is.EqualTo(new[] { "B", "A", "C" }));
        Assert.That(Resolve(map.Inverse(), "A", "B", "C"), Is.EqualTo(new[] { "B", "A", "C" }));
    }

    [Test]
    public void A_class_is_moved_to_by_its_discriminator() =>
        Assert.That(Resolve(new TypeMap().MoveType<Cat>("Tiger").MoveType<Dog>("Wolf"), "Tiger", "Wolf"), Is.EqualTo(new[] { "cat", "Dog" }));

    [Test]
    public void Maps_are_chained_from_one_to_the_next()
    {
        var map = TypeMap.Compose(new TypeMap().MoveType("a", "b"), new TypeMap().MoveType("b", "c"));

        Assert.That(Resolve(map, "a", "b", "c"), Is.EqualTo(new[] { "c", "c", "c" }));
    }

    [Test]
    public void What_is_deleted_once_stays_deleted()
    {
        var map = new TypeMap().MoveType("a", "b").DeleteType("x").Then(new TypeMap().DeleteType("b").MoveType("x", "y"));

        Assert.That(Resolve(map, "a", "b", "x"), Is.All.Null);
    }

    [Test]
    public void The_inverse_of_a_chain_leads_back_to_its_start()
    {
        var map = new TypeMap().MoveType("a", "b").MoveNamespace("Old", "Middle").Then(new TypeMap().MoveType("b", "c").MoveNamespace("Middle", "New"));

        Assert.That(Resolve(map, "a", "Old.Dog"), Is.EqualTo(new[] { "c", "New.Dog" }));
        Assert.That(Resolve(map.Inverse(), "c", "New.Dog"), Is.EqualTo(new[] { "a", "Old.Dog" }));
        Assert.That(Resolve(map.Inverse().Inverse(), "a", "Old.Dog"), Is.EqualTo(new[] { "c", "New.Dog" }));
    }

    [Test]
    public void A_namespace_is_moved_with_what_is_below_it_and_keeps_the_assembly()
    {
        var map = new TypeMap().MoveNamespace("Shop.Old", "Shop").MoveType("Shop.Old.Dog", "Zoo.Dog").MoveNamespace("Shop.Old.Deep", "Deep");

        Assert.That(
            Resolve(map, "Shop.Old.Cat", "Shop.Old.Cats.Tom, Shop", "Shop.Older.Cat", "Shop.Old", "Shop.Old.Dog, Shop, Version=1.0.0.0", "Shop.Old.Deep.Fish"),
            Is.EqualTo(new[] { "Shop.Cat", "Shop.Cats.Tom, Shop", "Shop.Older.Cat", "Shop.Old", "Zoo.Dog, Shop, Version=1.0.0.0", "Deep.Fish" }));
    }

    [Test]
    public void A_rule_with_an_assembly_takes_that_text_only()
    {
        var map = new TypeMap().MoveType("Shop.Dog, Old", "Shop.Dog, New");

        Assert.That(Resolve(map, "Shop.Dog, Old", "Shop.Dog", "Shop.Dog, Other"), Is.EqualTo(new[] { "Shop.Dog, New", "Shop.Dog", "Shop.Dog, Other" }));
    }

    [Test]
    public void A_wildcard_deletes_a_namespace_but_for_what_is_moved_out_of_it()
    {
        var map = new TypeMap().DeleteType("Shop.Old.*").MoveType("Shop.Old.Dog", "Shop.Dog");

        Assert.That(Resolve(map, "Shop.Old.Cat", "Shop.Old.Deep.Fish, Shop", "Shop.Old.Dog", "Shop.Cat"), Is.EqualTo(new[] { null, null, "Shop.Dog", "Shop.Cat" }));
    }

    [Test]
    public void A_contradiction_is_refused()
    {
        Assert.That(() => new TypeMap().MoveType("a", "b").MoveType("a", "c"), Refused("'a' both to 'b' and to 'c'"));
        Assert.That(() => new TypeMap().MoveType("a", "b").DeleteType("a"), Refused("both moves and deletes 'a'"));
        Assert.That(() => new TypeMap().DeleteType("Old.*").MoveNamespace("Old", "New"), Refused("both moves and deletes 'Old.*'"));
        Assert.That(new TypeMap().MoveType("a", "b").MoveType("a", "b").Resolve("a"), Is.EqualTo("b"));
    }

    [TestCase("")]
    [TestCase(" a")]
    [TestCase("a.*")]
    public void A_name_that_no_document_can_have_is_refused(string name) => Assert.That(() => new TypeMap().MoveType("x", name), Refused("as a type"));

    [TestCase("Old.")]
    [TestCase("Old.*")]
    [TestCase("Old, Shop")]
    public void A_namespace_that_is_none_is_refused(string name) => Assert.That(() => new TypeMap().MoveNamespace(name, "New"), Refused("as a namespace"));

    [TestCaseSource(nameof(Lossy))]
    public void What_merges_or_deletes_has_no_inverse(TypeMap map, string reason)
    {
        Assert.That(map.IsInvertible, Is.False);
        Assert.That(map.Inverse, Refused(reason));
    }

    [Test]
    public void A_stored_name_is_read_as_rewritten_where_names_changed_places()
    {
        var earlier = Swap().Then(new TypeMap().MoveType("X", "A"));

        Assert.That(earlier.Resolve("A"), Is.EqualTo("B"));
        Assert.That(new[] { "A", "B", "X" }.Select(earlier.ResolveStored), Is.EqualTo(new[] { "A", "B", "A" }));
    }

    [Test]
    public void A_stored_name_is_read_as_it_was_where_nothing_is_rewritten()
    {
        var map = Swap();
        map.Rewrite = false;

        Assert.That(map.ResolveStored("A"), Is.EqualTo("B"));
        Assert.That(map.Then(new TypeMap()).ResolveStored("A"), Is.EqualTo("B"));
    }

    [Test]
    public void A_stale_name_is_read_through_the_whole_chain()
    {
        var earlier = new TypeMap().MoveType("A", "B").Then(new TypeMap().MoveType("B", "C"));

        Assert.That(new[] { "A", "B", "C" }.Select(earlier.ResolveStored), Is.All.EqualTo("C"));
    }

    [Test]
    public void A_composed_map_is_closed() =>
        Assert.That(() => new TypeMap().Then(new TypeMap()).MoveType("a", "b"), Throws.InvalidOperationException);

    private static IEnumerable<TestCaseData> Lossy()
    {
        yield return new TestCaseData(new TypeMap().DeleteType("a"), "'a' is deleted");
        yield return new TestCaseData(new TypeMap().DeleteType("Old.*"), "'Old.*' is deleted");
        yield return new TestCaseData(new TypeMap().MoveType("a", "c").MoveType("b", "c"), "'a' and 'b' all become 'c'");
        yield return new TestCaseData(new TypeMap().MoveNamespace("a", "c").MoveNamespace("b", "c"), "'a.*' and 'b.*' all become 'c.*'");
        yield return new TestCaseData(new TypeMap().MoveNamespace("a", "c").MoveType("Dog", "c.Dog"), "'Dog' and 'a.Dog' all become 'c.Dog'");
        yield return new TestCaseData(new TypeMap().MoveNamespace("a", "c").MoveNamespace("b", "c.d"), "'b.*' and 'a.d.*' all become 'c.d.*'");
        yield return new TestCaseData(new TypeMap().MoveType("a", "c").Then(new TypeMap().MoveType("b", "c")), "'a' and 'b' all become 'c'");
    }

    private static ContainsConstraint Refused(string text) =>
        Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.TypeMapInvalid).And.Message.Contains(text);

    private static TypeMap Swap() => new TypeMap().MoveType("A", "B").MoveType("B", "A");

    private static IEnumerable<string?> Resolve(TypeMap map, params string[] names) => names.Select(map.Resolve);

    [BsonDiscriminator("cat")]
    private sealed class Cat;

    private sealed class Dog;
}
