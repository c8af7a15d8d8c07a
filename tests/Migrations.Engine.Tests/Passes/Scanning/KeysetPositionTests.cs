using MongoDB.Bson;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Tests.Passes.Scanning;

public sealed class KeysetPositionTests
{
    [Test]
    public void The_rest_of_a_kind_comes_after_the_last_id() => Assert.That(AskAfter(5)[0], Is.EqualTo("""{ "$gt" : 5 }"""));

    [Test]
    public void After_NaN_come_all_other_numbers() => Assert.That(AskAfter(double.NaN)[0], Is.EqualTo("""{ "$gte" : { "$numberDouble" : "-Infinity" } }"""));

    [Test]
    public void After_strings_come_documents_but_not_numbers() =>
        Assert.That(AskAfter("a"), Is.EqualTo(new[] { """{ "$gt" : "a" }""", """{ "$type" : [3, 4, 5, 7, 8, 9, 17, 11, 12, 13, 15, 127] }""" }));

    [Test]
    public void After_the_least_key_comes_no_other_of_its_kind() =>
        Assert.That(AskAfter(BsonMinKey.Value), Is.EqualTo(new[] { """{ "$type" : [6, 10, 1, 16, 18, 19, 2, 14, 3, 4, 5, 7, 8, 9, 17, 11, 12, 13, 15, 127] }""" }));

    [Test]
    public void After_the_greatest_key_comes_nothing() => Assert.That(AskAfter(BsonMaxKey.Value), Is.Empty);

    [Test]
    public void A_range_without_a_position_is_read_from_its_beginning() => Assert.That(KeysetPosition.After(null, IdRange.Whole).Select(p => p.Condition), Is.EqualTo(new BsonDocument?[] { null }));

    private static List<string> AskAfter(BsonValue last) => [.. KeysetPosition.After(last, IdRange.Whole).Select(p => p.Condition!.ToJson())];
}
