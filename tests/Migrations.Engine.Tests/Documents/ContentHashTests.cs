using Migrations.Bson;
using Migrations.Engine.Documents;

namespace Migrations.Engine.Tests.Documents;

public sealed class ContentHashTests
{
    [Test]
    public void The_order_of_fields_does_not_count() =>
        Assert.That(Hash("""{ "a": 1, "b": { "c": 2, "d": 3 } }"""), Is.EqualTo(Hash("""{ "b": { "d": 3, "c": 2 }, "a": 1 }""")));

    [TestCase("""{ "a": 2 }""")]
    [TestCase("""{ "a": { "$numberLong": "1" } }""")]
    [TestCase("""{ "b": 1 }""")]
    [TestCase("""{ "a": 1, "b": null }""")]
    public void Another_content_has_another_hash(string other) => Assert.That(Hash("""{ "a": 1 }"""), Is.Not.EqualTo(Hash(other)));

    [Test]
    public void The_order_of_an_array_counts() => Assert.That(Hash("""{ "a": [1, 2] }"""), Is.Not.EqualTo(Hash("""{ "a": [2, 1] }""")));

    private static long Hash(string json) => ContentHash.Of(BsonDocument.Parse(json));
}
