using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Abstractions.Tests.Authoring;

public sealed class DocumentUpdateTests
{
    [Test]
    public void Nothing_said_is_an_empty_update()
    {
        using var update = new DocumentUpdate();

        Assert.That(update.IsEmpty);
        Assert.That(update.ToUpdate(), Is.EqualTo(RawDocument.Empty));
    }

    [Test]
    public void Every_kind_of_value_is_set()
    {
        var source = BsonDocument.Parse("""{ "nested": { "a": [1] } }""").ToRaw();
        using var update = new DocumentUpdate();

        update.Set("text", "ä").Set("int", 1).Set("long", 2L).Set("double", 0.5).Set("bool", true).Set("value", BsonNull.Value).Set("raw.path", source["nested"]).SetUtf8("utf8", "ö"u8);

        Assert.That(
            update.ToUpdate().ToBsonDocument(),
            Is.EqualTo(BsonDocument.Parse("""{ "$set" : { "text" : "ä", "int" : 1, "long" : { "$numberLong" : "2" }, "double" : 0.5, "bool" : true, "value" : null, "raw.path" : { "a" : [1] }, "utf8" : "ö" } }""")));
    }

    [Test]
    public void Of_several_changes_of_one_path_the_last_one_counts()
    {
        using var update = new DocumentUpdate();

        update.Set("a", 1).Unset("b").Set("c", 1).Unset("a").Set("b", 2).Set("c", 3);

        Assert.That(update.ToUpdate().ToString(), Is.EqualTo("""{ "$set" : { "b" : 2, "c" : 3 }, "$unset" : { "a" : "" } }"""));
    }

    [Test]
    public void An_object_serves_one_document_after_the_other()
    {
        using var update = new DocumentUpdate();
        update.Set("a", 1).Unset("b");

        update.Clear();
        update.Set("c", 2);

        Assert.That(update.ToUpdate().ToString(), Is.EqualTo("""{ "$set" : { "c" : 2 } }"""));
    }

    [Test]
    public void A_text_that_is_not_UTF8_is_refused_and_leaves_nothing_behind()
    {
        using var update = new DocumentUpdate();

        Assert.That(() => update.SetUtf8("a", [0xFF]), Throws.TypeOf<BsonFormatException>());
        update.Set("b", 1);

        Assert.That(update.ToUpdate().ToString(), Is.EqualTo("""{ "$set" : { "b" : 1 } }"""));
    }

    [Test]
    public void A_field_needs_a_name()
    {
        using var update = new DocumentUpdate();

        Assert.That(() => update.Set("", 1), Throws.ArgumentException);
        Assert.That(() => update.Set("a\0b", 1), Throws.ArgumentException);
        Assert.That(update.IsEmpty);
    }
}
