using MongoDB.Bson;

namespace Migrations.Engine.Locking;

// The one document of the lock collection. Times are the server's ($$NOW), so that no client's clock decides.
internal static class LockDocument
{
    public const string Id = "lock";

    public static BsonDocument ById => new() { { "_id", Id } };

    public static BsonDocument Unlocked => new()
    {
        { "$setOnInsert", new BsonDocument { { "owner", BsonNull.Value }, { "token", 0L }, { "expires", new BsonDateTime(0) } } },
    };

    public static BsonDocument IfExpired => new()
    {
        { "_id", Id },
        { "$expr", new BsonDocument { { "$lt", new BsonArray(["$expires", "$$NOW"]) } } },
    };

    public static BsonDocument IfHeldBy(long token) => new() { { "_id", Id }, { "token", token } };

    public static BsonArray Take(RunIdentity identity, TimeSpan lease) =>
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
                    { "expires", Later(lease) },
                }
            },
        },
    ];

    public static BsonArray Renew(TimeSpan lease) => [new BsonDocument { { "$set", new BsonDocument { { "expires", Later(lease) } } } }];

    public static BsonDocument Release => new()
    {
        { "$set", new BsonDocument { { "owner", BsonNull.Value }, { "expires", new BsonDateTime(0) } } },
    };

    private static BsonDocument Literal(string text) => new() { { "$literal", text } };

    private static BsonDocument Later(TimeSpan lease) => new() { { "$add", new BsonArray(["$$NOW", (long)lease.TotalMilliseconds]) } };
}
