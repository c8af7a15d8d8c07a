using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;

namespace Migrations.Engine.Tests.Passes.Batches;

public sealed class GuardTests
{
    [TestCase("""{ "$set": { "a": 2 } }""", """[{ "$eq": ["$a", { "$literal": 1 }] }]""")]
    [TestCase("""{ "$set": { "new": 2 } }""", """[{ "$eq": [{ "$type": "$new" }, "missing"] }]""")]
    [TestCase("""{ "$unset": { "d": "" } }""", """[{ "$eq": ["$d", { "$literal": { "x": 1, "y": "$a" } }] }]""")]
    [TestCase("""{ "$set": { "a": 2, "new": 1 }, "$unset": { "d": "" } }""", """[{ "$eq": ["$a", { "$literal": 1 }] }, { "$eq": [{ "$type": "$new" }, "missing"] }, { "$eq": ["$d", { "$literal": { "x": 1, "y": "$a" } }] }]""")]
    public void The_statement_asks_for_what_it_was_computed_from(string update, string conditions) =>
        Assert.That(Conditions(BsonDocument.Parse(update)), Is.EqualTo(Items(conditions)));

    [TestCase("""{ "$set": { "d.x": 2, "d.y": 3 } }""")]
    [TestCase("""{ "$set": { "d.x": 2, "d.z.z": 3 }, "$unset": { "d.y": "" } }""")]
    public void A_field_that_several_paths_reach_into_is_asked_for_once(string update) =>
        Assert.That(Conditions(BsonDocument.Parse(update)), Is.EqualTo(Items("""[{ "$eq" : ["$d", { "$literal" : { "x" : 1, "y" : "$a" } }] }]""")));

    [Test]
    public void Paths_into_two_fields_in_turn_ask_for_each_once() => Assert.That(
        Conditions(BsonDocument.Parse("""{ "$set": { "d.x": 2, "e.x": 3, "d.y": 4, "e.y": 5 } }""")),
        Is.EqualTo(Items("""[{ "$eq" : ["$d", { "$literal" : { "x" : 1, "y" : "$a" } }] }, { "$eq" : [{ "$type" : "$e" }, "missing"] }]""")));

    [Test]
    public void A_pipeline_asks_for_the_whole_document() => Assert.That(
        Conditions(new BsonArray([new BsonDocument("$replaceWith", new BsonDocument("$literal", Document()))])),
        Is.EqualTo(new BsonArray([new BsonDocument("$eq", new BsonArray(["$$ROOT", new BsonDocument("$literal", Document())]))])));

    [Test]
    public void A_long_name_is_asked_for_as_well()
    {
        var name = new string('ü', 300);

        Assert.That(Conditions(new BsonDocument("$set", new BsonDocument(name, 1))).ToString(), Does.Contain($"\"${name}\""));
    }

    [Test]
    public void The_shard_key_stays_in_the_filter()
    {
        var filter = Filter(BsonDocument.Parse("""{ "$set": { "a": 2 } }"""), new Sharding { KeyPaths = ["d.x"] });

        Assert.That(filter.Names, Is.EqualTo(new[] { "_id", "d.x", "$expr" }));
        Assert.That(filter["_id"], Is.EqualTo((BsonValue)7));
        Assert.That(filter["d.x"], Is.EqualTo((BsonValue)1));
    }

    private static BsonDocument Document() => BsonDocument.Parse("""{ "_id": 7, "a": 1, "d": { "x": 1, "y": "$a" } }""");

    private static BsonArray Items(string json) => BsonDocument.Parse($$"""{ "items": {{json}} }""")["items"].AsBsonArray;

    private static BsonArray Conditions(BsonValue update) => Filter(update, Sharding.None)["$expr"].AsBsonDocument["$and"].AsBsonArray;

    private static BsonDocument Filter(BsonValue update, Sharding sharding)
    {
        using var page = Effects.Page(Document());
        using var batch = Batch.Create(page, new Fixed(update), f => throw f.Cause!, sharding: sharding);
        using var statement = new RawWriter();
        statement.WriteStartDocument();
        Guard.Write(statement, batch.Changes[0]);
        statement.WriteEndDocument();
        var written = statement.ToRawDocument();
        written.Validate();
        return written.ToBsonDocument()["q"].AsBsonDocument;
    }

    private sealed class Fixed(BsonValue update) : IDocumentTransform
    {
        public DocumentChange? Apply(RawDocument document) => new DocumentChange(update.ToRawValue(), document);
    }
}
