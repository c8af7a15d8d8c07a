using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;
using Migrations.Mongo.Topology;
using Migrations.Testing;

namespace Migrations.Mongo.Tests;

// The table of "Server Discovery and Monitoring", row by row. Replies of servers are given as hello documents.
public sealed class TopologyReducerTests
{
    private static readonly string[] TwoHosts = ["a:27017", "b:27017"];

    [TestCase("mongodb://a", "ok", "Unknown a=Unknown")]
    [TestCase("mongodb://a", "standalone", "Single a=Standalone")]
    [TestCase("mongodb://a,b", "standalone", "Unknown b=Unknown", Description = "a standalone among several seeds is removed")]
    [TestCase("mongodb://a", "mongos", "Sharded a=Mongos")]
    [TestCase("mongodb://a", "primary", "ReplicaSetWithPrimary rs a=ReplicaSetPrimary b=Unknown")]
    [TestCase("mongodb://a", "secondary", "ReplicaSetNoPrimary rs a=ReplicaSetSecondary b=PossiblePrimary")]
    [TestCase("mongodb://a", "arbiter", "ReplicaSetNoPrimary rs a=ReplicaSetArbiter b=PossiblePrimary")]
    [TestCase("mongodb://a", "hidden", "ReplicaSetNoPrimary rs a=ReplicaSetOther b=PossiblePrimary")]
    [TestCase("mongodb://a", "ghost", "Unknown a=ReplicaSetGhost")]
    [TestCase("mongodb://a/?directConnection=true", "secondary", "Single a=ReplicaSetSecondary")]
    [TestCase("mongodb://a/?directConnection=true", "mongos", "Single a=Mongos")]
    [TestCase("mongodb://a/?directConnection=true&replicaSet=rs", "primary", "Single rs a=ReplicaSetPrimary")]
    [TestCase("mongodb://a/?directConnection=true&replicaSet=other", "primary", "Single other a=Unknown", Description = "wrong set")]
    [TestCase("mongodb://a,b/?replicaSet=rs", "standalone", "ReplicaSetNoPrimary rs b=Unknown")]
    [TestCase("mongodb://a,b/?replicaSet=rs", "mongos", "ReplicaSetNoPrimary rs b=Unknown")]
    [TestCase("mongodb://a,b/?replicaSet=other", "primary", "ReplicaSetNoPrimary other b=Unknown", Description = "wrong set")]
    [TestCase("mongodb://a,b/?replicaSet=other", "secondary", "ReplicaSetNoPrimary other b=Unknown", Description = "wrong set")]
    [TestCase("mongodb://a/?replicaSet=rs", "misnamed", "ReplicaSetNoPrimary rs b=PossiblePrimary c=Unknown", Description = "it calls itself c")]
    [TestCase("mongodb://a,x/?replicaSet=rs", "primary", "ReplicaSetWithPrimary rs a=ReplicaSetPrimary b=Unknown", Description = "x is no member")]
    [TestCase("mongodb://A", "uppercase", "ReplicaSetWithPrimary rs a=ReplicaSetPrimary b=Unknown", Description = "names compare without case")]
    public void One_answer_changes_the_topology(string seeds, string answer, string expected)
    {
        Assert.That(Print(Apply(Start(seeds), "a", Answer(answer))), Is.EqualTo(expected));
    }

    [TestCase("mongos", "ReplicaSetNoPrimary rs b=Unknown")]
    [TestCase("standalone", "ReplicaSetNoPrimary rs b=Unknown")]
    [TestCase("ghost", "ReplicaSetNoPrimary rs a=ReplicaSetGhost b=Unknown")]
    [TestCase("secondary", "ReplicaSetNoPrimary rs a=ReplicaSetSecondary b=PossiblePrimary")]
    [TestCase("ok", "ReplicaSetNoPrimary rs a=Unknown b=Unknown")]
    [TestCase("primary", "ReplicaSetWithPrimary rs a=ReplicaSetPrimary b=Unknown")]
    public void The_primary_answers_something_else(string answer, string expected)
    {
        var topology = Apply(Start("mongodb://a/?replicaSet=rs"), "a", Answer("primary"));

        Assert.That(Print(Apply(topology, "a", Answer(answer))), Is.EqualTo(expected));
    }

    [Test]
    public void A_new_primary_replaces_the_old_one()
    {
        var topology = Apply(Start("mongodb://a/?replicaSet=rs"), "a", Primary("a", 1));

        topology = Apply(topology, "b", Primary("b", 2));

        Assert.That(Print(topology), Is.EqualTo("ReplicaSetWithPrimary rs a=Unknown b=ReplicaSetPrimary"));
    }

    [Test]
    public void A_primary_of_an_older_election_is_not_believed()
    {
        var topology = Apply(Start("mongodb://a,b/?replicaSet=rs"), "a", Primary("a", 2));

        topology = Apply(topology, "b", Primary("b", 1));

        Assert.That(Print(topology), Is.EqualTo("ReplicaSetWithPrimary rs a=ReplicaSetPrimary b=Unknown"));
    }

    // Before 6.0 the version of the configuration decides first, from 6.0 on the election.
    [TestCase(13, "ReplicaSetWithPrimary rs a=ReplicaSetPrimary b=Unknown")]
    [TestCase(17, "ReplicaSetWithPrimary rs a=Unknown b=ReplicaSetPrimary")]
    public void Elections_are_ordered_as_the_servers_version_has_it(int wireVersion, string expected)
    {
        var topology = Apply(Start("mongodb://a,b/?replicaSet=rs"), "a", Primary("a", 1).Set("setVersion", 2).Set("maxWireVersion", wireVersion));

        topology = Apply(topology, "b", Primary("b", 2).Set("setVersion", 1).Set("maxWireVersion", wireVersion));

        Assert.That(Print(topology), Is.EqualTo(expected));
    }

    [Test]
    public void A_member_of_another_set_is_removed_while_the_primary_stays()
    {
        var topology = Apply(Start("mongodb://a,b/?replicaSet=rs"), "a", Primary("a", 1));

        topology = Apply(topology, "b", Member("b", null).Set("setName", "other"));

        Assert.That(Print(topology), Is.EqualTo("ReplicaSetWithPrimary rs a=ReplicaSetPrimary"));
    }

    [Test]
    public void A_mongos_stays_and_anything_else_leaves_a_sharded_cluster()
    {
        var topology = Apply(Start("mongodb://a,b"), "a", FakeHello.Mongos());

        Assert.That(Print(Apply(topology, "b", FakeHello.Mongos())), Is.EqualTo("Sharded a=Mongos b=Mongos"));
        Assert.That(Print(Apply(topology, "b", Answer("standalone"))), Is.EqualTo("Sharded a=Mongos"));
        Assert.That(Print(Apply(topology, "b", Answer("primary"))), Is.EqualTo("Sharded a=Mongos"));
        Assert.That(Print(Apply(topology, "a", Answer("ok"))), Is.EqualTo("Sharded a=Unknown b=Unknown"));
    }

    [Test]
    public void An_answer_of_a_server_that_is_not_known_changes_nothing()
    {
        var topology = Start("mongodb://a");

        Assert.That(Apply(topology, "z", Answer("primary")), Is.SameAs(topology));
    }

    [Test]
    public void An_answer_older_than_the_last_one_changes_nothing()
    {
        var topology = Apply(Start("mongodb://a/?replicaSet=rs"), "a", WithVersion(Primary("a", 1), 5));

        Assert.That(Apply(topology, "a", WithVersion(Member("a", "b:27017"), 4)), Is.SameAs(topology));
        Assert.That(Print(Apply(topology, "a", WithVersion(Member("a", "b:27017"), 6))), Is.EqualTo("ReplicaSetNoPrimary rs a=ReplicaSetSecondary b=PossiblePrimary"));
    }

    [TestCase(0, 8, "requires at least 9")]
    [TestCase(30, 31, "only supports up to 29")]
    public void Servers_that_cannot_be_spoken_to_are_named(int minimum, int maximum, string part)
    {
        var topology = Apply(Start("mongodb://a"), "a", FakeHello.Standalone().Set("minWireVersion", minimum).Set("maxWireVersion", maximum));

        Assert.That(topology.FindIncompatibility(), Does.Contain(part).And.Contain("a:27017"));
    }

    private static TopologyDescription Start(string seeds) => TopologyDescription.Initial(ConnectionString.Parse(seeds).Settings);

    private static TopologyDescription Apply(TopologyDescription topology, string host, BsonDocument hello)
    {
        var address = ServerAddress.Of(host);
        return TopologyReducer.Apply(topology, ServerDescription.FromHello(address, HelloReply.Read(hello.ToRaw())));
    }

    private static BsonDocument Answer(string kind) => kind switch
    {
        "ok" => new BsonDocument { { "ok", 0 }, { "errmsg", "down" } },
        "standalone" => FakeHello.Standalone(),
        "mongos" => FakeHello.Mongos(),
        "primary" => Primary("a", 1),
        "uppercase" => FakeHello.Member("rs", "A:27017", ["A:27017", "B:27017"], "A:27017", 1),
        "secondary" => Member("a", "b:27017"),
        "arbiter" => Member("a", "b:27017").Set("secondary", false).Set("arbiterOnly", true),
        "hidden" => Member("a", "b:27017").Set("hidden", true),
        "misnamed" => FakeHello.Member("rs", "c:27017", ["b:27017", "c:27017"], "b:27017", 1),
        _ => FakeHello.Standalone().Set("isreplicaset", true),
    };

    private static BsonDocument Primary(string host, int term) => FakeHello.Member("rs", $"{host}:27017", TwoHosts, $"{host}:27017", term);

    private static BsonDocument Member(string host, string? primary) => FakeHello.Member("rs", $"{host}:27017", TwoHosts, primary, 1);

    private static BsonDocument WithVersion(BsonDocument hello, long counter) => hello.Set(
        "topologyVersion",
        BsonDocument.Parse($$"""{ "processId": { "$oid": "000000000000000000000001" }, "counter": { "$numberLong": "{{counter}}" } }"""));

    private static string Print(TopologyDescription topology)
    {
        var servers = topology.Servers.Values.OrderBy(s => s.Address.Host, StringComparer.Ordinal).Select(s => $"{s.Address.Host}={s.Type}");
        return string.Join(' ', [topology.Type.ToString(), .. topology.SetName is null ? (string[])[] : [topology.SetName], .. servers]);
    }
}
