using MongoDB.Bson;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Kinds.Raw;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Passes.Batches;

public sealed class RefusedStatementTests
{
    [Test]
    public void A_duplicate_key_names_index_pattern_and_value()
    {
        var error = new WriteError
        {
            ServerCode = 11000,
            Message = "E11000 duplicate key error collection: shop.shelves index: by_code dup key: { code: \"A\" }",
            KeyPattern = BsonDocument.Parse("""{ "code": 1 }"""),
            KeyValue = BsonDocument.Parse("""{ "code": "A" }"""),
        };

        var refusal = RefusedStatement.Read(error);

        Assert.That(refusal.Text, Is.EqualTo("""another document has the same key in the index 'by_code' on { "code" : 1 }: { "code" : "A" }"""));
        Assert.That(refusal.Path, Is.EqualTo("code"));
        Assert.That(refusal.Details!.ToJson(), Is.EqualTo("""{ "index" : "by_code", "keyPattern" : { "code" : 1 }, "keyValue" : { "code" : "A" } }"""));
    }

    [Test]
    public void A_duplicate_key_without_fields_is_reported_by_the_servers_message() =>
        Assert.That(RefusedStatement.Read(new WriteError { ServerCode = 11000, Message = "twice" }), Is.EqualTo(new RefusedStatement("twice", null, null)));

    [Test]
    public void A_broken_schema_is_reported_in_one_line_with_the_path()
    {
        var refusal = RefusedStatement.Read(Validation("""
            { "operatorName": "$jsonSchema", "schemaRulesNotSatisfied": [{ "operatorName": "properties", "propertiesNotSatisfied": [{ "propertyName": "line", "details": [
              { "operatorName": "properties", "propertiesNotSatisfied": [{ "propertyName": "price", "details": [
                { "operatorName": "bsonType", "specifiedAs": { "bsonType": "int" }, "reason": "type did not match", "consideredValue": "x", "consideredType": "string" }] }] }] }] }] }
            """));

        Assert.That(refusal.Text, Is.EqualTo("""the collection's validator: 'line.price' type did not match (is "x", rule { "bsonType" : "int" })"""));
        Assert.That(refusal.Path, Is.EqualTo("line.price"));
    }

    [Test]
    public void Several_broken_rules_are_all_reported()
    {
        var refusal = RefusedStatement.Read(Validation("""
            { "operatorName": "$jsonSchema", "schemaRulesNotSatisfied": [
              { "operatorName": "required", "specifiedAs": { "required": ["a", "b"] }, "missingProperties": ["a", "b"] },
              { "operatorName": "additionalProperties", "specifiedAs": { "additionalProperties": false }, "additionalProperties": ["c"] },
              { "operatorName": "properties", "propertiesNotSatisfied": [{ "propertyName": "list", "details": [{ "operatorName": "items", "reason": "At least one item did not match the sub-schema", "itemIndex": 2, "details": [
                { "operatorName": "minimum", "specifiedAs": { "minimum": 0 }, "reason": "comparison failed", "consideredValue": -1 }] }] }] }] }
            """));

        Assert.That(refusal.Text, Does.Contain("lacks 'a', 'b'").And.Contains("has 'c', which is not allowed").And.Contains("""'list.2' comparison failed (is -1, rule { "minimum" : 0 })"""));
        Assert.That(refusal.Path, Is.Null);
    }

    [Test]
    public void A_rule_of_the_query_language_is_reported_by_its_clauses() =>
        Assert.That(
            RefusedStatement.Read(Validation("""{ "operatorName": "$and", "clausesNotSatisfied": [{ "index": 0, "details": { "operatorName": "$lte", "specifiedAs": { "n": { "$lte": 100 } }, "reason": "comparison failed", "consideredValue": 101 } }] }""")).Text,
            Is.EqualTo("""the collection's validator: comparison failed (is 101, rule { "n" : { "$lte" : 100 } })"""));

    [Test]
    public void Findings_of_another_form_are_reported_as_they_are() =>
        Assert.That(RefusedStatement.Read(Validation("""{ "news": 1 }""")).Text, Is.EqualTo("""Document failed validation { "details" : { "news" : 1 } }"""));

    [Test]
    public async Task A_write_tells_whose_updates_were_refused_and_what_matched()
    {
        await using var channel = new RecordingChannel().Reply("update", """{ "ok": 1, "n": 1, "writeErrors": [{ "index": 1, "code": 11000, "errmsg": "E11000 dup index: by_code dup key: {}", "keyPattern": { "code": 1 }, "keyValue": { "code": "A" } }] }""");
        var writer = new BatchWriter(channel, "shop", "shelves") { IsOrdered = false };

        using var page = Effects.Page(Shelf(1), Shelf(2));
        using var batch = Change(page);

        var outcome = await writer.WriteGuardedAsync(batch.Changes, CancellationToken.None);

        Assert.That(outcome.Matched, Is.EqualTo(1));
        Assert.That(outcome.Failures.Single(), Has.Property("Id").EqualTo((BsonValue)2).And.Property("ServerCode").EqualTo(11000).And.Property("Reason").Contains("by_code"));
    }

    [TestCase(10107, "not primary", MigrationErrorCode.WriteFailed, "not primary")]
    [TestCase(14031, "disk full", MigrationErrorCode.WriteFailed, "Free some space")]
    [TestCase(13, "not authorized on shop", MigrationErrorCode.NotAuthorized, "'shelves'")]
    [TestCase(251, "no such transaction", MigrationErrorCode.WriteFailed, "no such transaction")]
    [TestCase(50, "operation exceeded time limit", MigrationErrorCode.WriteFailed, "time limit")]
    [TestCase(391, "reauthentication required", MigrationErrorCode.WriteFailed, "reauthentication")]
    public async Task A_server_in_trouble_is_not_a_failure_of_a_document(int code, string text, MigrationErrorCode expected, string message)
    {
        await using var channel = new RecordingChannel().Reply("update", $$"""{ "ok": 1, "n": 0, "writeErrors": [{ "index": 0, "code": {{code}}, "errmsg": "{{text}}" }] }""");
        using var page = Effects.Page(Shelf(1));
        using var batch = Change(page);

        Assert.That(
            async () => await new BatchWriter(channel, "shop", "shelves").WriteGuardedAsync(batch.Changes, CancellationToken.None),
            Throws.InstanceOf<DatabaseException>().With.Property("Code").EqualTo(expected).And.Message.Contains(message));
    }

    private static WriteError Validation(string details) =>
        new() { ServerCode = 121, Message = "Document failed validation", Info = new BsonDocument { { "details", BsonDocument.Parse(details) } } };

    private static BsonDocument Shelf(int id) => new() { { "_id", id }, { "code", "a" } };

    private static Batch Change(DocumentPage page) =>
        Batch.Create(page, new RawTransform((_, update) => update.Set("code", "b"), TypeRewriting.None), f => throw f.Cause!);
}
