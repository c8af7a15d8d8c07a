using MongoDB.Bson;

namespace Migrations.Engine.Passes.Throttling;

// How far the slowest member that counts is behind the primary, as replSetGetStatus tells it.
internal static class ReplicationLag
{
    private const int Primary = 1;
    private const int Secondary = 2;

    // Null when there is no primary, or nothing is said of the times. What the configuration hides or delays is behind on purpose and does not count.
    public static TimeSpan? Of(BsonDocument status, BsonDocument? configuration)
    {
        var members = MembersOf(status).Where(m => TimeOf(m) is not null).ToList();
        var aside = MembersOf(configuration).Where(IsAside).Select(m => m["_id"]).ToHashSet();
        if (members.Where(m => Number(m, "state") == Primary).Max(TimeOf) is not { } newest)
        {
            return null;
        }

        var oldest = members.Where(m => Number(m, "state") == Secondary && Number(m, "health") != 0 && !aside.Contains(m["_id"])).Min(TimeOf) ?? newest;
        return TimeSpan.FromMilliseconds(Math.Max(0, newest - oldest));
    }

    private static IEnumerable<BsonDocument> MembersOf(BsonDocument? document) =>
        document is not null && document.TryGetValue("members", out var members) && members is BsonArray array ? array.OfType<BsonDocument>().Where(m => m.Contains("_id")) : [];

    private static long? TimeOf(BsonDocument member) => member.TryGetValue("optimeDate", out var time) && time is BsonDateTime date ? date.MillisecondsSinceEpoch : null;

    private static bool IsAside(BsonDocument member) =>
        (member.TryGetValue("hidden", out var hidden) && hidden.ToBoolean()) || Number(member, "secondaryDelaySecs") > 0 || Number(member, "slaveDelay") > 0;

    private static long Number(BsonDocument member, string name) => member.TryGetValue(name, out var value) && value.IsNumeric ? value.ToInt64() : 0;
}
