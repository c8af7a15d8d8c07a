using MongoDB.Bson;

namespace Migrations.TestKit;

/// <summary>Answers to hello.</summary>
public static class FakeHello
{
    /// <summary>A standalone server of MongoDB 8.0.</summary>
    public static BsonDocument Standalone() => new()
    {
        { "helloOk", true },
        { "ismaster", true },
        { "maxBsonObjectSize", 16777216 },
        { "maxMessageSizeBytes", 48000000 },
        { "maxWriteBatchSize", 100000 },
        { "logicalSessionTimeoutMinutes", 30 },
        { "minWireVersion", 0 },
        { "maxWireVersion", 25 },
        { "ok", 1.0 },
    };

    /// <summary>A mongos.</summary>
    public static BsonDocument Mongos() => Standalone().Set("msg", "isdbgrid");

    /// <summary>A member of a replica set.</summary>
    /// <param name="setName">The set's name.</param>
    /// <param name="me">The member's own address.</param>
    /// <param name="hosts">All members.</param>
    /// <param name="primary">The primary, or null while there is none.</param>
    /// <param name="term">The election's number.</param>
    public static BsonDocument Member(string setName, string me, IEnumerable<string> hosts, string? primary, int term)
    {
        var hello = Standalone()
            .Set("ismaster", me == primary)
            .Set("secondary", me != primary)
            .Set("setName", setName)
            .Set("setVersion", 1)
            .Set("me", me)
            .Set("hosts", new BsonArray(hosts.Select(h => (BsonValue)h)));
        if (primary is not null)
        {
            hello.Set("primary", primary);
        }

        if (me == primary)
        {
            hello.Set("electionId", BsonDocument.Parse($$"""{ "id": { "$oid": "7fffffff{{term:x16}}" } }""")["id"]);
        }

        return hello;
    }
}
