using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Tests.Passes.Scanning;

public sealed class RangePlanTests
{
    [Test]
    public void Without_boundaries_there_is_one_range_without_a_condition() =>
        Assert.That(RangePlan.Create([]).Select(r => r.Condition()), Is.EqualTo(new BsonDocument?[] { null }));

    [Test]
    public void A_collection_is_cut_at_the_boundaries_and_the_other_kinds_are_not_forgotten()
    {
        var conditions = RangePlan.Create(["m", "t"]).Select(r => r.Condition()!.ToJson()).ToList();

        Assert.That(conditions, Is.EqualTo(new[] { """{ "$type" : [-1, 6, 10, 1, 16, 18, 19] }""", """{ "$lte" : "m" }""", """{ "$gt" : "m", "$lte" : "t" }""", """{ "$gt" : "t" }""", """{ "$type" : [3, 4, 5, 7, 8, 9, 17, 11, 12, 13, 15, 127] }""" }));
    }

    [Test]
    public void Numbers_that_are_none_have_a_range_of_their_own()
    {
        var conditions = RangePlan.Create([double.NaN, 5]).Select(r => r.Condition()!.ToJson()).ToList();

        Assert.That(conditions, Does.Contain("""{ "$eq" : { "$numberDouble" : "NaN" } }""").And.Contain("""{ "$gte" : { "$numberDouble" : "-Infinity" }, "$lte" : 5 }""").And.Contain("""{ "$gt" : 5 }"""));
    }

    [Test]
    public void A_range_survives_being_written_down()
    {
        foreach (var range in RangePlan.Create([BsonNull.Value, 1, 2.5, "a", new BsonDocument("a", 1), ObjectId.GenerateNewId(), true]))
        {
            Assert.That(IdRange.Read(new StateDocument(StateKind.Ranges, "ranges", range.ToDocument())), Is.EqualTo(range));
        }
    }

    [Test]
    public void A_boundary_drawn_twice_cuts_once() => Assert.That(RangePlan.Create(["a", "a"]), Has.Count.EqualTo(RangePlan.Create(["a"]).Count));
}
