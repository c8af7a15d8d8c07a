using MongoDB.Bson;

namespace Migrations.Engine.Storage.Locking;

// The one document of the lock collection. Times are the server's ($$NOW), so that no client's clock decides.
internal static class LockDocument
{
    public const string Id = "lock";

    public static BsonDocument ById => new() { { "_id", Id } };

    // From what was written under a lock whose document is gone, so that no token is given twice.
    public static BsonDocument Unlocked(long token) => new()
    {
        { "$setOnInsert", new BsonDocument { { "owner", BsonNull.Value }, { "token", token }, { "expires", new BsonDateTime(0) } } },
    };

    public static BsonDocument IfExpired => new()
    {
        { "_id", Id },
        { "$expr", new BsonDocument { { "$lt", new BsonArray(["$expires", "$$NOW"]) } } },
    };

    // A renewal that arrives after its run has given the lock back finds nothing, and so keeps it from nobody.
    public static BsonDocument IfHeldBy(long token) => new() { { "_id", Id }, { "token", token }, { "owner", new BsonDocument("$ne", BsonNull.Value) } };

    // The lock was broken while this token held it, and nobody has taken it since.
    public static BsonDocument IfBrokenFor(long token) => new() { { "_id", Id }, { "broken", token } };

    // Nobody has taken it since.
    public static BsonDocument IfLastHeldBy(long token) => new() { { "_id", Id }, { "$or", new BsonArray { new BsonDocument("token", token), new BsonDocument("broken", token) } } };

    public static BsonArray Take(RunIdentity identity, LockOptions options) =>
    [
        new BsonDocument
        {
            {
                "$set", new BsonDocument
                {
                    { "owner", Literal(identity.Owner) },
                    { "run", Literal(identity.Run) },
                    { "token", new BsonDocument { { "$add", new BsonArray(["$token", 1L]) } } },
                    { "acquired", "$$NOW" },
                    { "expires", Later((long)options.Lease.TotalMilliseconds) },
                    { "noticeMs", (long)options.Notice.TotalMilliseconds },
                }
            },
        },
        new BsonDocument("$unset", "broken"),
    ];

    public static BsonArray Renew(TimeSpan lease) => [new BsonDocument { { "$set", new BsonDocument { { "expires", Later((long)lease.TotalMilliseconds) } } } }];

    // The token is counted up, so that the run whose lock this was is refused. Nobody else gets the lock before that run has surely noticed, or has said so.
    public static BsonArray Break(long token) =>
    [
        new BsonDocument
        {
            {
                "$set", new BsonDocument
                {
                    { "token", new BsonDocument { { "$add", new BsonArray(["$token", 1L]) } } },
                    { "expires", new BsonDocument { { "$min", new BsonArray(["$expires", Later(new BsonDocument("$ifNull", new BsonArray(["$noticeMs", 0L])))]) } } },
                    { "broken", new BsonDocument("$ifNull", new BsonArray(["$broken", token])) },
                }
            },
        },
    ];

    // All fields anew, as Break leaves them.
    public static BsonArray Repair(string owner, long broken, long token, TimeSpan notice) =>
    [
        new BsonDocument("$replaceWith", new BsonDocument
        {
            { "_id", Id },
            { "owner", Literal(owner) },
            { "token", token },
            { "acquired", "$$NOW" },
            { "expires", Later((long)notice.TotalMilliseconds) },
            { "noticeMs", (long)notice.TotalMilliseconds },
            { "broken", broken },
        }),
    ];

    public static BsonDocument Release => new()
    {
        { "$set", new BsonDocument { { "owner", BsonNull.Value }, { "expires", new BsonDateTime(0) } } },
        { "$unset", new BsonDocument { { "broken", "" } } },
    };

    // Changes the document without saying anything new, so that a transaction with it and another holder exclude each other.
    public static BsonDocument Touch(ObjectId once) => new() { { "$set", new BsonDocument { { "touched", once } } } };

    private static BsonDocument Literal(string text) => new() { { "$literal", text } };

    private static BsonDocument Later(BsonValue milliseconds) => new() { { "$add", new BsonArray(["$$NOW", milliseconds]) } };
}
