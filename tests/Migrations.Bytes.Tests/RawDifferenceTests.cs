using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.Bytes.Tests;

public class RawDifferenceTests
{
    [TestCase("""{ "a": 1 }""", """{ "a": 2 }""", """{"$set":{"a":{"$numberInt":"2"}}}""")]
    [TestCase("""{ "a": 1 }""", """{ "a": { "$numberLong": "1" } }""", """{"$set":{"a":{"$numberLong":"1"}}}""")]
    [TestCase("""{ "a": { "$numberDecimal": "1.0" } }""", """{ "a": { "$numberDecimal": "1.00" } }""", """{"$set":{"a":{"$numberDecimal":"1.00"}}}""")]
    [TestCase("""{ "a": 1, "b": "x" }""", """{ "b": "x", "c": "y" }""", """{"$set":{"c":"y"},"$unset":{"a":""}}""")]
    [TestCase("""{ "a": { "b": { "c": "x", "d": "y" } } }""", """{ "a": { "b": { "c": "z" } } }""", """{"$set":{"a.b.c":"z"},"$unset":{"a.b.d":""}}""")]
    [TestCase("""{ "a": ["x", { "b": "y" }] }""", """{ "a": ["x", { "b": "z" }] }""", """{"$set":{"a":["x",{"b":"z"}]}}""")]
    [TestCase("""{ "a": {} }""", """{ "a": { "b": "x" } }""", """{"$set":{"a":{"b":"x"}}}""")]
    [TestCase("""{ "a": { "b": "x" } }""", """{ "a": {} }""", """{"$set":{"a":{}}}""")]
    [TestCase("""{ "a": { "b": "x" } }""", """{ "a": ["x"] }""", """{"$set":{"a":["x"]}}""")]
    [TestCase("""{ "a": { "x": "1", "y": "2" } }""", """{ "a": { "y": "2", "x": "1" } }""", """{"$set":{"a":{"y":"2","x":"1"}}}""")]
    [TestCase("""{ "a": { "0": "x" } }""", """{ "a": { "0": "y" } }""", """{"$set":{"a.0":"y"}}""")]
    public void The_update_names_what_has_changed(string before, string after, string update)
    {
        var difference = Between(before, after);

        Assert.That(difference.ToUpdate(), Is.EqualTo(Value(update)));
        Assert.That((difference.IsEmpty, difference.RequiresReplacement), Is.EqualTo((false, false)));
    }

    [TestCase("""{ "a.b": 1 }""", """{ "a.b": 2 }""")]
    [TestCase("""{ "$a": 1 }""", """{ }""")]
    [TestCase("""{ }""", """{ "": 1 }""")]
    [TestCase("""{ "a": { "b.c": 1 } }""", """{ "a": { "b.c": 2 } }""")]
    [TestCase("""{ "a.b": { "c": 1 } }""", """{ "a.b": { "c": 2 } }""")]
    [TestCase("""{ "a": 1, "a": 2 }""", """{ "a": 1 }""")]
    [TestCase("""{ "a": 1, "a": 2 }""", """{ "a": 2, "a": 1 }""")]
    [TestCase("""{ "a": 1, "a": 2, "b": 3 }""", """{ "a": 1, "b": 3, "a": 2 }""")]
    [TestCase("""{ "a": 1, "a": 2 }""", """{ "b": 1 }""")]
    [TestCase("""{ "b": { "a": 1, "a": 2 } }""", """{ "b": { "a": 1, "a": 3 } }""")]
    [TestCase("""{ "a": 1, "b": 2 }""", """{ "b": 2, "a": 1 }""")]
    public void What_paths_cannot_say_needs_a_replacement(string before, string after)
    {
        var difference = Between(before, after);

        Assert.That((difference.IsEmpty, difference.RequiresReplacement), Is.EqualTo((false, true)));
        Assert.That(difference.ToUpdate(), Is.EqualTo(Value("""[{ "$replaceWith": { "$literal": """ + after + "}}]")));
    }

    [TestCase("""{ "a.b": 1, "$c": { "": 2 }, "d": 1 }""", """{ "a.b": 1, "$c": { "": 2 }, "d": 2 }""")]
    [TestCase("""{ "a": 1, "d": 1, "a": 2, "b": { "c": 1, "c": 1 } }""", """{ "a": 1, "d": 2, "a": 2, "b": { "c": 1, "c": 1 } }""")]
    public void Odd_names_that_have_not_changed_need_none(string before, string after) =>
        Assert.That(Between(before, after).ToUpdate(), Is.EqualTo(Value("""{"$set":{"d":2}}""")));

    [Test]
    public void Equal_documents_have_no_difference() =>
        Assert.That(Between("""{ "a": [1], "b": { "c": null } }""", """{ "a": [1], "b": { "c": null } }""").IsEmpty);

    [Test]
    public void Zeros_are_told_apart_by_their_sign()
    {
        var (one, other) = (new BsonDocument("a", new BsonDouble(0.0)).ToRaw(), new BsonDocument("a", new BsonDouble(-0.0)).ToRaw());

        Assert.That(RawDifference.Between(one, other).ToUpdate().AsDocument["$set"].AsDocument, Is.EqualTo(other));
    }

    [Test]
    public void Payloads_of_nan_are_told_apart()
    {
        var one = new BsonDocument("a", BitConverter.Int64BitsToDouble(0x7FF8000000000001)).ToRaw();
        var other = new BsonDocument("a", BitConverter.Int64BitsToDouble(0x7FF8000000000002)).ToRaw();

        Assert.That(RawDifference.Between(one, other).IsEmpty, Is.False);
    }

    private static RawDifference Between(string before, string after) => RawDifference.Between(Value(before).AsDocument, Value(after).AsDocument);

    // As the driver reads it, names that occur twice included.
    private static RawValue Value(string json)
    {
        using var reader = new JsonReader($"{{ \"v\": {json} }}");
        return BsonDocumentSerializer.Instance.Deserialize(BsonDeserializationContext.CreateRoot(reader, builder => builder.AllowDuplicateElementNames = true)).ToRaw()["v"];
    }
}
