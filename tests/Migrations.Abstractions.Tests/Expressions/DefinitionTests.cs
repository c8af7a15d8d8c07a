using Migrations.Expressions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Abstractions.Tests.Expressions;

public sealed class DefinitionTests
{
    [TestCase("{ a: { $exists: true } }", """{ "a" : { "$exists" : true } }""")]
    [TestCase("""{ "a": 1 }""", """{ "a" : 1 }""")]
    [TestCase("{ id: ObjectId('0123456789abcdef01234567'), 'x.y': /a/i }", """{ "id" : { "$oid" : "0123456789abcdef01234567" }, "x.y" : { "$regularExpression" : { "pattern" : "a", "options" : "i" } } }""")]
    [TestCase("{}", "{ }")]
    public void A_filter_is_written_as_in_the_shell(string text, string expected) => Assert.That(((FilterDefinition<BsonDocument>)text).ToDocument().ToJson(), Is.EqualTo(expected));

    [TestCase("{ $set: { a: 1 } }", """{ "$set" : { "a" : 1 } }""")]
    [TestCase("[{ $set: { a: '$b' } }]", """[{ "$set" : { "a" : "$b" } }]""")]
    public void An_update_is_a_document_or_a_pipeline(string text, string expected) => Assert.That(((UpdateDefinition<BsonDocument>)text).ToBsonValue().ToJson(), Is.EqualTo(expected));

    [Test]
    public void Builders_documents_and_lambdas_are_taken()
    {
        FilterDefinition<Shape> lambda = Builders<Shape>.Filter.Where(s => s.Sides > 3);
        UpdateDefinition<BsonDocument> document = new BsonDocument("$unset", new BsonDocument("a", ""));
        var pipeline = Builders<BsonDocument>.Update.Pipeline(new BsonDocument[] { new("$unset", "a") });

        Assert.That(lambda.ToDocument().ToJson(), Is.EqualTo("""{ "Sides" : { "$gt" : 3 } }"""));
        Assert.That(document.ToBsonValue().ToJson(), Is.EqualTo("""{ "$unset" : { "a" : "" } }"""));
        Assert.That(pipeline.ToBsonValue().ToJson(), Is.EqualTo("""[{ "$unset" : "a" }]"""));
    }

    [Test]
    public void An_aggregation_expression_is_text_or_value()
    {
        AggregateExpressionDefinition<BsonDocument, BsonValue> text = "{ $concat: ['$a', '$b'] }";
        AggregateExpressionDefinition<BsonDocument, BsonValue> value = new BsonDocument("$size", "$a");

        Assert.That((text.ToBsonValue().ToJson(), value.ToBsonValue().ToJson()), Is.EqualTo(("""{ "$concat" : ["$a", "$b"] }""", """{ "$size" : "$a" }""")));
    }

    [TestCase("{ a: ")]
    [TestCase("a")]
    [TestCase("[]")]
    public void A_filter_that_cannot_be_read_is_an_error_with_its_text(string text)
    {
        FilterDefinition<BsonDocument> filter = text;

        Assert.That(() => filter.ToDocument(), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.InvalidExpression).And.Message.Contains($"'{text}'"));
    }

    [TestCase("{ $set: { a: 1 } } }")]
    [TestCase("1")]
    [TestCase("[{ $set")]
    public void An_update_that_cannot_be_read_is_an_error(string text)
    {
        UpdateDefinition<BsonDocument> update = text;

        Assert.That(() => update.ToBsonValue(), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.InvalidExpression));
    }

    private sealed class Shape
    {
        public int Sides { get; set; }
    }
}
