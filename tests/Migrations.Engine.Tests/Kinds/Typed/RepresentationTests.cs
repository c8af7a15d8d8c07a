using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Tests.Kinds.Typed;

public sealed class RepresentationTests
{
    [Test]
    public void A_number_becomes_the_name_of_its_member() => Assert.That(
        TypedEffect.Update<StateAsNumber, StateAsText>("""{ "_id": 1, "State": 1 }""", (_, _) => { }),
        Is.EqualTo("""{ "$set" : { "State" : "Closed" } }"""));

    [Test]
    public void The_name_of_a_member_becomes_its_number() => Assert.That(
        TypedEffect.Update<StateAsText, StateAsNumber>("""{ "_id": 1, "State": "Closed" }""", (_, _) => { }),
        Is.EqualTo("""{ "$set" : { "State" : 1 } }"""));

    [Test]
    public void Text_becomes_a_decimal() => Assert.That(
        TypedEffect.After<Holder<string>, HolderOfDecimal>("""{ "_id": 1, "Value": "1.10" }""", (_, _) => { }),
        Is.EqualTo(TypedEffect.Canonical("""{ "_id" : 1, "Value" : { "$numberDecimal" : "1.10" } }""")));

    [Test]
    public void Text_becomes_an_ObjectId() => Assert.That(
        TypedEffect.After<Holder<string>, HolderOfObjectIdText>("""{ "_id": 1, "Value": "0123456789abcdef01234567" }""", (_, _) => { }),
        Is.EqualTo(TypedEffect.Canonical("""{ "_id" : 1, "Value" : { "$oid" : "0123456789abcdef01234567" } }""")));

    [Test]
    public void A_Guid_changes_its_subtype() => Assert.That(
        TypedEffect.After<HolderOfOldGuid, HolderOfGuid>("""{ "_id": 1, "Value": { "$binary": { "base64": "M6MXZ5Xqz0SjqkmqM3oXZw==", "subType": "03" } } }""", (_, _) => { }),
        Is.EqualTo(TypedEffect.Canonical("""{ "_id" : 1, "Value" : { "$binary" : { "base64" : "ZxejM+qVRM+jqkmqM3oXZw==", "subType" : "04" } } }""")));

    [Test]
    public void A_number_becomes_a_longer_one() => Assert.That(
        TypedEffect.AfterCanonical<Holder<int>, Holder<long>>("""{ "_id": 1, "Value": 5 }""", (_, _) => { }),
        Does.Contain("""
            "$numberLong" : "5"
            """));

    [Test]
    public void What_is_stored_otherwise_than_the_class_would_write_it_stays()
    {
        Assert.That(TypedEffect.Update<StateAsText>("""{ "_id": 1, "State": 1 }""", _ => { }), Is.Null);
        Assert.That(TypedEffect.Update<Holder<long>>("""{ "_id": 1, "Value": 1 }""", _ => { }), Is.Null);
        Assert.That(TypedEffect.Update<Holder<int>, Holder<int?>>("""{ "_id": 1, "Value": 1.0 }""", (_, _) => { }), Is.Null);
    }

    [Test]
    public void It_goes_down_into_classes_lists_and_dictionaries()
    {
        Assert.That(
            TypedEffect.Update<Parts<StateAsNumber>, Parts<StateAsText>>("""{ "_id": 1, "Items": [{ "_id": 1, "State": 1, "x": 1 }] }""", (_, _) => { }),
            Is.EqualTo("""{ "$set" : { "Items" : [{ "_id" : 1, "State" : "Closed", "x" : 1 }] } }"""));
        Assert.That(
            TypedEffect.Update<Holder<StateAsNumber>, Holder<StateAsText>>("""{ "_id": 1, "Value": { "_id": 1, "State": 1, "x": 1 } }""", (_, _) => { }),
            Is.EqualTo("""{ "$set" : { "Value.State" : "Closed" } }"""));
        Assert.That(
            TypedEffect.Update<ByName<StateAsNumber>, ByName<StateAsText>>("""{ "_id": 1, "Map": { "a": { "State": 1, "x": 1 } } }""", (_, _) => { }),
            Is.EqualTo("""{ "$set" : { "Map.a.State" : "Closed" } }"""));
        Assert.That(
            TypedEffect.Update<Parts<int>, Parts<string>>("""{ "_id": 1, "Items": [1, 2] }""", (_, _) => { }),
            Is.EqualTo("""{ "$set" : { "Items" : ["1", "2"] } }"""));
    }

    [Test]
    public void What_cannot_be_converted_is_refused_by_member_and_path() => Assert.That(
        () => TypedEffect.Update<Parts<Holder<string>>, Parts<Holder<int>>>("""{ "_id": 1, "Items": [{ "Value": "1" }, { "Value": "many" }] }""", (_, _) => { }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Items.1.Value").And.Message.Contains("Holder`1.Value").And.Message.Contains("Set the member"));

    [Test]
    public void What_the_code_sets_needs_no_conversion() => Assert.That(
        TypedEffect.Update<Holder<string>, Holder<int>>("""{ "_id": 1, "Value": "many" }""", (_, output) => output.Value = 99),
        Is.EqualTo("""{ "$set" : { "Value" : 99 } }"""));

    [Test]
    public void A_null_that_the_new_member_cannot_be_is_refused() => Assert.That(
        () => TypedEffect.Update<Holder<int?>, Holder<long>>("""{ "_id": 1, "Value": null }""", (_, _) => { }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Value"));

    [Test]
    public void A_null_stays_one() => Assert.That(TypedEffect.Update<Holder<int?>, Holder<long?>>("""{ "_id": 1, "Value": null }""", (_, _) => { }), Is.Null);
}
