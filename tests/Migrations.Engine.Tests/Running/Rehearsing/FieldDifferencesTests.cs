using Migrations.Bytes;
using Migrations.Engine.Running.Rehearsing;
using MongoDB.Bson;

namespace Migrations.Engine.Tests.Running.Rehearsing;

public sealed class FieldDifferencesTests
{
    [TestCase("""{ "a": 1 }""", """{ "a": 2 }""", "'a' was 1, and is 2")]
    [TestCase("""{ "a": 1 }""", """{ "a": 1.0 }""", "'a' was 1, and is 1.0")]
    [TestCase("""{ "a": 1 }""", """{ }""", "'a' was 1, and is gone")]
    [TestCase("""{ }""", """{ "a": null }""", "'a' was not there, and is null")]
    [TestCase("""{ "a": { "b": [1, { "c": "x" }] } }""", """{ "a": { "b": [1, { "c": "y" }] } }""", "'a.b.1.c' was \"x\", and is \"y\"")]
    [TestCase("""{ "a": [1] }""", """{ "a": [1, 2] }""", "'a.1' was not there, and is 2")]
    [TestCase("""{ "a": [1] }""", """{ "a": { "0": 1 } }""", "'a' was [1], and is { \"0\" : 1 }")]
    public void The_innermost_field_is_named_with_both_values(string before, string after, string text) =>
        Assert.That(Between(before, after).Single().ToString(), Is.EqualTo(text));

    [Test]
    public void The_order_of_fields_is_not_a_difference() => Assert.That(Between("""{ "a": 1, "b": { "c": 1, "d": 2 } }""", """{ "b": { "d": 2, "c": 1 }, "a": 1 }"""), Is.Empty);

    [Test]
    public void They_come_in_the_order_of_the_document_before() =>
        Assert.That(Between("""{ "z": 1, "a": 1, "same": 1 }""", """{ "a": 2, "new": 1, "same": 1 }""").Select(d => d.Path), Is.EqualTo(new[] { "z", "a", "new" }));

    private static IEnumerable<FieldDifference> Between(string before, string after) => FieldDifferences.Between(BsonDocument.Parse(before).ToRaw(), BsonDocument.Parse(after).ToRaw());
}
