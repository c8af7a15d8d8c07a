using Migrations.Bson;

namespace Migrations.Abstractions.Tests.Expressions;

public sealed class BsonExpressionTests
{
    [Test]
    public void A_hole_becomes_a_value_and_never_text()
    {
        var evil = "\" } , { \"$where\": \"1";

        Assert.That(Json($$"""{ "name": {{evil}} }"""), Is.EqualTo(new BsonDocument("name", evil).ToJson()));
    }

    [Test]
    public void Holes_take_values_of_many_types()
    {
        var id = ObjectId.GenerateNewId();

        Assert.That(Json($$"""{ "id": {{id}}, "n": {{5L}}, "list": {{new[] { "a", "b" }}}, "none": {{(string?)null}} }"""), Is.EqualTo($$"""{"id":{"$oid":"{{id}}"},"n":5,"list":["a","b"],"none":null}"""));
    }

    [Test]
    public void A_hole_inside_quotes_is_refused() =>
        Assert.That(() => Json($$"""{ "name": "{{"x"}}" }"""), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.InvalidExpression));

    [TestCase("{ a: 1")]
    [TestCase("{ \"a\": }")]
    [TestCase("{} {}")]
    public void Text_that_is_no_Extended_JSON_is_refused(string text) =>
        Assert.That(() => Json(text), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.InvalidExpression));

    [Test]
    public void A_filter_must_be_a_document() =>
        Assert.That(() => ((BsonExpression)"[1]").ToDocument(), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.InvalidExpression));

    [Test]
    public void One_stage_is_a_pipeline_too() => Assert.That(((BsonExpression)"""{ "$match": {} }""").ToPipeline(), Has.Count.EqualTo(1));

    private static string Json(BsonExpression expression) => expression.ToBsonValue().ToJson();
}
