using MongoDB.Bson;
using Migrations.Engine.Scanning;

namespace Migrations.Engine.Tests.Scanning;

public sealed class KeysetPositionTests
{
    [Test]
    public void The_rest_of_a_kind_comes_after_the_last_id() =>
        Assert.That(KeysetPosition.SameKindAfter(5, IdRange.Whole).ToJson(), Is.EqualTo("""{ "$gt" : 5 }"""));

    [Test]
    public void After_NaN_come_all_other_numbers() =>
        Assert.That(KeysetPosition.SameKindAfter(double.NaN, IdRange.Whole).ToJson(), Is.EqualTo("""{ "$gte" : { "$numberDouble" : "-Infinity" } }"""));

    [Test]
    public void After_strings_come_documents_but_not_numbers()
    {
        var types = KeysetPosition.LaterKindsAfter("a", IdRange.Whole)!.Condition()!["$type"].AsBsonArray.Select(t => t.AsInt32).ToList();

        Assert.That(types, Does.Contain((int)BsonType.Document).And.Contain((int)BsonType.ObjectId).And.Not.Contain((int)BsonType.Int32).And.Not.Contain((int)BsonType.String));
    }

    [Test]
    public void After_the_greatest_key_comes_nothing() => Assert.That(KeysetPosition.LaterKindsAfter(BsonMaxKey.Value, IdRange.Whole), Is.Null);
}
