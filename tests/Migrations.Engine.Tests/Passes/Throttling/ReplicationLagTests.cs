using MongoDB.Bson;
using Migrations.Engine.Passes.Throttling;

namespace Migrations.Engine.Tests.Passes.Throttling;

public sealed class ReplicationLagTests
{
    [TestCase(100, 93, 7)]
    [TestCase(100, 100, 0)]
    [TestCase(100, 101, 0)]
    public void It_is_the_time_between_the_primary_and_the_secondary(int primary, int secondary, int expected) =>
        Assert.That(Of(Status(Member(0, 1, primary), Member(1, 2, secondary))), Is.EqualTo(TimeSpan.FromSeconds(expected)));

    [Test]
    public void The_slowest_secondary_counts() =>
        Assert.That(Of(Status(Member(0, 1, 100), Member(1, 2, 99), Member(2, 2, 60), Member(3, 2, 98))), Is.EqualTo(TimeSpan.FromSeconds(40)));

    [Test]
    public void Members_that_are_not_secondaries_or_out_of_reach_do_not_count() =>
        Assert.That(Of(Status(Member(0, 1, 100), Member(1, 2, 99), Member(2, 3, 10), Member(3, 7, 10), Member(4, 2, 10, health: 0))), Is.EqualTo(TimeSpan.FromSeconds(1)));

    [TestCase("""{ "_id": 1, "hidden": true }""")]
    [TestCase("""{ "_id": 1, "secondaryDelaySecs": 3600 }""")]
    [TestCase("""{ "_id": 1, "slaveDelay": 3600 }""")]
    public void What_is_behind_on_purpose_does_not_count(string member) =>
        Assert.That(ReplicationLag.Of(BsonDocument.Parse(Status(Member(0, 1, 5000), Member(1, 2, 10), Member(2, 2, 4999))), BsonDocument.Parse($$"""{ "members": [{ "_id": 0 }, {{member}}, { "_id": 2, "hidden": false, "secondaryDelaySecs": 0 }] }""")), Is.EqualTo(TimeSpan.FromSeconds(1)));

    [Test]
    public void A_set_of_one_has_none() => Assert.That(Of(Status(Member(0, 1, 100))), Is.EqualTo(TimeSpan.Zero));

    [Test]
    public void Without_a_primary_or_without_times_it_is_unknown()
    {
        Assert.That(Of(Status(Member(0, 2, 100), Member(1, 2, 90))), Is.Null);
        Assert.That(Of("""{ "members": [{ "_id": 0, "state": 1, "health": 1.0 }] }"""), Is.Null);
        Assert.That(Of("""{ "ok": 1 }"""), Is.Null);
    }

    internal static string Status(params string[] members) => $$"""{ "ok": 1, "members": [{{string.Join(", ", members)}}] }""";

    internal static string Member(int id, int state, int seconds, int health = 1) =>
        $$$"""{ "_id": {{{id}}}, "health": {{{health}}}.0, "state": {{{state}}}, "optimeDate": { "$date": { "$numberLong": "{{{seconds}}}000" } } }""";

    private static TimeSpan? Of(string status) => ReplicationLag.Of(BsonDocument.Parse(status), null);
}
