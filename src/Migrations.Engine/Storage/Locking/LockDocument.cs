using MongoDB.Bson;

namespace Migrations.Engine.Storage.Locking;

// The one document of the lock collection. Times are the server's ($$NOW), so that no client's clock decides.
internal static class LockDocument
{
    public const string Id = "lock";

    public static BsonDocument ById => new() { { "_id", Id } };

    // Derived from what was written under a lock whose document is gone, so that no token is used twice.
    public static BsonDocument Unlocked(long token) => new()
    {
        { "$setOnInsert", new BsonDocument { { "owner", BsonNull.Value }, { "token", token }, { "expires", new BsonDateTime(0) } } },
    };

    public static BsonDocument IfExpired => new()
    {
        { "_id", Id },
        { "$expr", new BsonDocument { { "$lt", new BsonArray(["$expires", "$$NOW"]) } } },
    };

    // A renewal that arrives after its run has released the lock matches nothing, so it blocks nobody.
    public static BsonDocument IfHeldBy(long token) => new() { { "_id", Id }, { "token", token }, { "owner", new BsonDocument("$ne", BsonNull.Value) } };

    // The lock was broken while this token held it, and nobody has taken it since.
    public static BsonDocument IfBrokenFor(long token) => new() { { "_id", Id }, { "broken", token } };

    // Nobody has taken it since.
    public static BsonDocument IfLastHeldBy(long token) => new() { { "_id", Id }, { "$or", new BsonArray { new BsonDocument("token", token), new BsonDocument("broken", token) } } };

    public static BsonArray Take(RunOrigin identity, LockOptions options) =>
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

    // The token is counted up, so that the run whose lock this was is refused. Nobody else gets the lock before that run must have noticed, or has said so.
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

    // Rewrites all fields, as Break leaves them.
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

    // Changes the document without changing its meaning, so that a transaction that contains it conflicts with another holder.
    public static BsonDocument Touch(ObjectId once) => new() { { "$set", new BsonDocument { { "touched", once } } } };

    private static BsonDocument Literal(string text) => new() { { "$literal", text } };

    private static BsonDocument Later(BsonValue milliseconds) => new() { { "$add", new BsonArray(["$$NOW", milliseconds]) } };
}

// The lock's document as it was read. Nobody holds it where it has no owner.
internal sealed record LockRecord(string? Owner, long Token)
{
    public string? Run { get; init; }

    // By the server's clock.
    public DateTime Acquired { get; init; }

    public DateTime Expires { get; init; }

    public LockHolder? Holder => Owner is null ? null : new LockHolder { Owner = Owner, Run = Run, Token = Token, Acquired = Acquired, Expires = Expires };

    public static LockRecord Read(StateDocument document)
    {
        var owner = document.Has("owner") ? document.TextOrNull("owner") : throw document.Fault("owner", "text or null");
        // Values that the server computes with must be numbers and dates.
        _ = (document.CountOrZero("noticeMs"), document.HasValue("broken") ? document.Count("broken") : 0);
        // A released lock has ended for everybody.
        if (owner is null && document.Time("expires") > DateTime.UnixEpoch)
        {
            throw document.Fault("expires", "1970-01-01, because the lock has no owner");
        }

        return new LockRecord(owner, document.Count("token"))
        {
            Run = document.TextOrNull("run"),
            Acquired = owner is null ? default : document.Time("acquired"),
            Expires = document.Time("expires"),
        };
    }
}
